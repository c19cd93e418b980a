/// Serves the Glue data catalog.
@NullMarked
package io.featurestore.local.glue;

import org.jspecify.annotations.NullMarked;
