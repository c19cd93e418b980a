/// Checks that all outputs hold the same records.
@NullMarked
package io.featurestore.export.benchmarks.check;

import org.jspecify.annotations.NullMarked;
