/// Converts one chunk of the query's result into one part of the output.
@NullMarked
package io.featurestore.steps.convert;

import org.jspecify.annotations.NullMarked;
