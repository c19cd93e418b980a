/// Builds the stack of one deployment.
@NullMarked
package io.featurestore.export.infra.stack;

import org.jspecify.annotations.NullMarked;
