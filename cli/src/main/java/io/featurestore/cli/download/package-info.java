/// Downloads an output from S3 to a file or to standard output: in ranges, resumed after a break, proven by a
/// checksum.
@NullMarked
package io.featurestore.cli.download;

import org.jspecify.annotations.NullMarked;
