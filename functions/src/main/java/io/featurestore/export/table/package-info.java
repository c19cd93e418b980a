/** Step 2: the feature group, its offline store and the table behind it. */
@NullMarked
package io.featurestore.export.table;

import org.jspecify.annotations.NullMarked;
