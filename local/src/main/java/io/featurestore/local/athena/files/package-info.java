/// Finds the files of a table: by registered or projected partitions, and by the lists of symlink tables. Reads their
/// footers.
@NullMarked
package io.featurestore.local.athena.files;

import org.jspecify.annotations.NullMarked;
