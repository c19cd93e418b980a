/// Parses the SQL texts of callers, resolves names, and quotes identifiers.
@NullMarked
package io.featurestore.sql.syntax;

import org.jspecify.annotations.NullMarked;
