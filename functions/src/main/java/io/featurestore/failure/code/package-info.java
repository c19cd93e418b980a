/// The codes of failures that callers see, and the form of their messages.
@NullMarked
package io.featurestore.failure.code;

import org.jspecify.annotations.NullMarked;
