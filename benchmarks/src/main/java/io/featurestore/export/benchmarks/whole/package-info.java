/** Where the time of a whole export goes, on the embedded services. */
@NullMarked
package io.featurestore.export.benchmarks.whole;

import org.jspecify.annotations.NullMarked;
