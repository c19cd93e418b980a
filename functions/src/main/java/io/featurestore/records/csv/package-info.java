/// Reads and writes Athena's CSV.
@NullMarked
package io.featurestore.records.csv;

import org.jspecify.annotations.NullMarked;
