/** Parses SQL that callers send, resolves names, and quotes identifiers and literals. */
@NullMarked
package io.featurestore.sql.syntax;

import org.jspecify.annotations.NullMarked;
