/// Evaluates the JSONata expressions of a state: variables, functions and values.
@NullMarked
package io.featurestore.local.states.expression;

import org.jspecify.annotations.NullMarked;
