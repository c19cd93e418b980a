/// Computes the partitions of tables with partition projection.
@NullMarked
package io.featurestore.store.files.projection;

import org.jspecify.annotations.NullMarked;
