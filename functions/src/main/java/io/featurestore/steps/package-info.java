/** Limits and helpers that all steps share. */
@NullMarked
package io.featurestore.steps;

import org.jspecify.annotations.NullMarked;
