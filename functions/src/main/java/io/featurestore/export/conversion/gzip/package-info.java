/** Gzip (RFC 1952) in plain Java, for speed: the same bytes on every machine, several times faster than zlib. */
@NullMarked
package io.featurestore.export.conversion.gzip;

import org.jspecify.annotations.NullMarked;
