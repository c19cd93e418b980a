/** Small helpers of all constructs: ARNs, grants, retention and accepted findings. */
@NullMarked
package io.featurestore.export.infra.cdk;

import org.jspecify.annotations.NullMarked;
