/// Reads requests and writes answers: signatures, XML, checksums, conditions and the aws-chunked encoding.
@NullMarked
package io.featurestore.local.s3.protocol;

import org.jspecify.annotations.NullMarked;
