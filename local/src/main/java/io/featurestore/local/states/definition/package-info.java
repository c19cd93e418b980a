/// Reads and checks definitions in the Amazon States Language.
@NullMarked
package io.featurestore.local.states.definition;

import org.jspecify.annotations.NullMarked;
