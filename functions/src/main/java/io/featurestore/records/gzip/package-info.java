/// Compresses to gzip, without native code and with the same bytes on every machine.
@NullMarked
package io.featurestore.records.gzip;

import org.jspecify.annotations.NullMarked;
