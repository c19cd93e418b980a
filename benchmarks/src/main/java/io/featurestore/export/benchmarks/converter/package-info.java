/// Runs the export's converter in a separate process.
@NullMarked
package io.featurestore.export.benchmarks.converter;

import org.jspecify.annotations.NullMarked;
