/// Builds the SELECT statement of an export.
@NullMarked
package io.featurestore.sql;

import org.jspecify.annotations.NullMarked;
