/// Holds what all Lambda functions share: JSON input and answer, logs, metrics, and failures.
@NullMarked
package io.featurestore.functions.base;

import org.jspecify.annotations.NullMarked;
