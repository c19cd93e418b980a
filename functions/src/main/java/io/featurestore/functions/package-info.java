/// Holds the Lambda functions. Each parses its input, calls a workflow or a step, and answers.
@NullMarked
package io.featurestore.functions;

import org.jspecify.annotations.NullMarked;
