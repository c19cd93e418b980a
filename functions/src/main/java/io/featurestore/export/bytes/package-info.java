/** Looks at many bytes at once, for everything that goes over a result's bytes. */
@NullMarked
package io.featurestore.export.bytes;

import org.jspecify.annotations.NullMarked;
