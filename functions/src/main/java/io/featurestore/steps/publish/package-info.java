/// Publishes the parts as the output, writes the manifest, and cleans up after executions.
@NullMarked
package io.featurestore.steps.publish;

import org.jspecify.annotations.NullMarked;
