/** Reads Parquet footers and reduces them to counts, sizes and bounds. */
@NullMarked
package io.featurestore.steps.estimate.footer;

import org.jspecify.annotations.NullMarked;
