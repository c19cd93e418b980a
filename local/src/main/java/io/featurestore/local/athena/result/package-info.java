/// Writes query results in Athena's form of CSV.
@NullMarked
package io.featurestore.local.athena.result;

import org.jspecify.annotations.NullMarked;
