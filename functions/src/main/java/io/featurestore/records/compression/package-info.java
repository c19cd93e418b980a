/** Chooses the stream that compresses csv and json. */
@NullMarked
package io.featurestore.records.compression;

import org.jspecify.annotations.NullMarked;
