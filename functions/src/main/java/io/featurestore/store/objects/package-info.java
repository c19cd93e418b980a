/// Reads and writes objects on S3: URIs, byte ranges, and the interface to the service.
@NullMarked
package io.featurestore.store.objects;

import org.jspecify.annotations.NullMarked;
