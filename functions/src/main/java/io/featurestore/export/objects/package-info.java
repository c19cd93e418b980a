/** Objects on S3 as every step sees them. */
@NullMarked
package io.featurestore.export.objects;

import org.jspecify.annotations.NullMarked;
