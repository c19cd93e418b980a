/** Step 4: the split of the query result into chunks, and the proof that chunks tile it. */
@NullMarked
package io.featurestore.export.chunks;

import org.jspecify.annotations.NullMarked;
