/// Adapts the ports to AWS. Only these classes call AWS.
@NullMarked
package io.featurestore.aws;

import org.jspecify.annotations.NullMarked;
