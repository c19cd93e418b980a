/// Holds the values that requests and files share: checksums, entity tags, metadata and error codes.
@NullMarked
package io.featurestore.local.s3.model;

import org.jspecify.annotations.NullMarked;
