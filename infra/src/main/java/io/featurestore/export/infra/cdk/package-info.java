/// Holds helpers of all constructs: ARNs, grants, log retention and accepted findings of cdk-nag.
@NullMarked
package io.featurestore.export.infra.cdk;

import org.jspecify.annotations.NullMarked;
