/** Measures what a conversion costs, next to what a person would use instead on one machine. */
@NullMarked
package io.featurestore.export.benchmarks;

import org.jspecify.annotations.NullMarked;
