/** Predicts output sizes by k-nearest-neighbour regression over measured columns. */
@NullMarked
package io.featurestore.steps.estimate.size;

import org.jspecify.annotations.NullMarked;
