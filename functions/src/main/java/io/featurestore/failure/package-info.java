/// The failures that end a workflow, each with a stable code.
@NullMarked
package io.featurestore.failure;

import org.jspecify.annotations.NullMarked;
