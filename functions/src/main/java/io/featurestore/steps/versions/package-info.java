/// Removes versions of earlier deployments that nothing uses any more.
@NullMarked
package io.featurestore.steps.versions;

import org.jspecify.annotations.NullMarked;
