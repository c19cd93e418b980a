/** Writes gzip members. */
@NullMarked
package io.featurestore.records.gzip;

import org.jspecify.annotations.NullMarked;
