/** The AWS SDK behind the ports of the other packages. Nothing else but handlers knows the SDK. */
@NullMarked
package io.featurestore.export.adapters;

import org.jspecify.annotations.NullMarked;
