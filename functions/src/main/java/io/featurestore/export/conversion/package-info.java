/** Step 5: a chunk of the result becomes a part of the output. */
@NullMarked
package io.featurestore.export.conversion;

import org.jspecify.annotations.NullMarked;
