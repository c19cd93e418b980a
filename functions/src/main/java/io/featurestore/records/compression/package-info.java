/// Creates the streams that compress csv and json.
@NullMarked
package io.featurestore.records.compression;

import org.jspecify.annotations.NullMarked;
