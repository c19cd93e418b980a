/// Serves SageMaker's feature groups.
@NullMarked
package io.featurestore.local.sagemaker;

import org.jspecify.annotations.NullMarked;
