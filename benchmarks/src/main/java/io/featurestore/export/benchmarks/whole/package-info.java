/// Measures the time of a whole export on the embedded services.
@NullMarked
package io.featurestore.export.benchmarks.whole;

import org.jspecify.annotations.NullMarked;
