/// Holds the limits and the JSON mapper that all steps share.
@NullMarked
package io.featurestore.steps;

import org.jspecify.annotations.NullMarked;
