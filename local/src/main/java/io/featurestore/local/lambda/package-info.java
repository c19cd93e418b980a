/// Serves Lambda: handlers are loaded by class name and called with JSON.
@NullMarked
package io.featurestore.local.lambda;

import org.jspecify.annotations.NullMarked;
