/** The column types of Athena, and how their names are read and written. */
@NullMarked
package io.featurestore.export.types;

import org.jspecify.annotations.NullMarked;
