/// Answers which data files a table has: those of its registered partitions, of its projected partitions, or of its
/// Iceberg metadata.
@NullMarked
package io.featurestore.store.files;

import org.jspecify.annotations.NullMarked;
