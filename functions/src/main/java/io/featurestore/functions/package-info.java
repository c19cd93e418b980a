/** The Lambda functions: each parses its input, calls a step, and answers. */
@NullMarked
package io.featurestore.functions;

import org.jspecify.annotations.NullMarked;
