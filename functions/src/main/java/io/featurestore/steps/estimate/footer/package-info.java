/// Reads Parquet footers and reduces them to row counts, sizes and value bounds.
@NullMarked
package io.featurestore.steps.estimate.footer;

import org.jspecify.annotations.NullMarked;
