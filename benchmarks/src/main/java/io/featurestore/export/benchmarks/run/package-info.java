/// Runs contestants in separate processes and measures them.
@NullMarked
package io.featurestore.export.benchmarks.run;

import org.jspecify.annotations.NullMarked;
