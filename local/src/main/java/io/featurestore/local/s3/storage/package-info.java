/// Stores buckets, objects and multipart uploads as files below one folder.
@NullMarked
package io.featurestore.local.s3.storage;

import org.jspecify.annotations.NullMarked;
