/// Parses and validates the text of single values: numbers, times, booleans, binary values, JSON, UTF-8.
@NullMarked
package io.featurestore.records.text;

import org.jspecify.annotations.NullMarked;
