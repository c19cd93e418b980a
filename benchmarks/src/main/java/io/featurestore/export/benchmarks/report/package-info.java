/** Tables and plots of what was measured. */
@NullMarked
package io.featurestore.export.benchmarks.report;

import org.jspecify.annotations.NullMarked;
