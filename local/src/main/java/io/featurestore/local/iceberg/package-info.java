/// Stores Apache Iceberg tables in the embedded S3 and the embedded data catalog, by Iceberg's own library.
@NullMarked
package io.featurestore.local.iceberg;

import org.jspecify.annotations.NullMarked;
