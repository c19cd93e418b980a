/** The Lambda functions: parse, call, answer. */
@NullMarked
package io.featurestore.export.handlers;

import org.jspecify.annotations.NullMarked;
