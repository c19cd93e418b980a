/** Objects on S3: addresses, ranges, and the interface to read and write them. */
@NullMarked
package io.featurestore.store.objects;

import org.jspecify.annotations.NullMarked;
