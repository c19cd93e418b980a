/// Finds the types of the expressions of a query by Trino's rules, and refuses what Trino refuses.
@NullMarked
package io.featurestore.local.athena.types;

import org.jspecify.annotations.NullMarked;
