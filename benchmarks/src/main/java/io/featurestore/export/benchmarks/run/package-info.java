/** Runs contestants as processes and measures them. */
@NullMarked
package io.featurestore.export.benchmarks.run;

import org.jspecify.annotations.NullMarked;
