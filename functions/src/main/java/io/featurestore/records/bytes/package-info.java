/// Reads and searches eight bytes at a time.
@NullMarked
package io.featurestore.records.bytes;

import org.jspecify.annotations.NullMarked;
