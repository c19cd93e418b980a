/// Builds the deployment pipeline.
@NullMarked
package io.featurestore.export.infra.pipeline;

import org.jspecify.annotations.NullMarked;
