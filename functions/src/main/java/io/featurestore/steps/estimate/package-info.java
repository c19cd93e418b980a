/** Estimates what an export would read, write and cost, from the files of its table. */
@NullMarked
package io.featurestore.steps.estimate;

import org.jspecify.annotations.NullMarked;
