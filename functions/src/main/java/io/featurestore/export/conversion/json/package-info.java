/** JSON Lines. */
@NullMarked
package io.featurestore.export.conversion.json;

import org.jspecify.annotations.NullMarked;
