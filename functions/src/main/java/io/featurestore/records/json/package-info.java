/// Writes JSON Lines.
@NullMarked
package io.featurestore.records.json;

import org.jspecify.annotations.NullMarked;
