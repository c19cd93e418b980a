/** Compressed streams of csv and json parts. */
@NullMarked
package io.featurestore.export.conversion.compression;

import org.jspecify.annotations.NullMarked;
