/// Plans how parts become one object, and merges the footers of Parquet parts.
@NullMarked
package io.featurestore.steps.assemble;

import org.jspecify.annotations.NullMarked;
