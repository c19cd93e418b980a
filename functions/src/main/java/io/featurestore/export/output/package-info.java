/** Step 6: parts become the output; what is left over is removed. */
@NullMarked
package io.featurestore.export.output;

import org.jspecify.annotations.NullMarked;
