/// Serves S3 over plain files.
@NullMarked
package io.featurestore.local.s3;

import org.jspecify.annotations.NullMarked;
