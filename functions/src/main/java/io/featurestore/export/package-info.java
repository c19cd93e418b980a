/** Exports the offline store of a feature group; each package below is a step of the way. */
@NullMarked
package io.featurestore.export;

import org.jspecify.annotations.NullMarked;
