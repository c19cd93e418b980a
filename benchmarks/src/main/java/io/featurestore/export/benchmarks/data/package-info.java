/// Makes the file that every contestant reads.
@NullMarked
package io.featurestore.export.benchmarks.data;

import org.jspecify.annotations.NullMarked;
