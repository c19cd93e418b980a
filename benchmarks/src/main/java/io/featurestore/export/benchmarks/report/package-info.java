/// Makes tables and plots of the measurements.
@NullMarked
package io.featurestore.export.benchmarks.report;

import org.jspecify.annotations.NullMarked;
