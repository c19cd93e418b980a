/// Estimates the records, sizes, time and cost of an export from the files of its table.
@NullMarked
package io.featurestore.steps.estimate;

import org.jspecify.annotations.NullMarked;
