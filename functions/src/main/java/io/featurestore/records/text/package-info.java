/** Parses and checks the text of single values: numbers, times, JSON, UTF-8. */
@NullMarked
package io.featurestore.records.text;

import org.jspecify.annotations.NullMarked;
