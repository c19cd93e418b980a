/// Measures the cost of a conversion and compares it with other tools on one machine.
@NullMarked
package io.featurestore.export.benchmarks;

import org.jspecify.annotations.NullMarked;
