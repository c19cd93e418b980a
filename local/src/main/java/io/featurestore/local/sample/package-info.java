/** Sample data: a feature group with a history as real ones have it. */
@NullMarked
package io.featurestore.local.sample;

import org.jspecify.annotations.NullMarked;
