/** Step 3: the one SQL statement of an export, and its run on the query engine. */
@NullMarked
package io.featurestore.export.query;

import org.jspecify.annotations.NullMarked;
