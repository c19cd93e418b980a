/// Splits the query's result into chunks, and proves that their records cover it without gap or overlap.
@NullMarked
package io.featurestore.steps.chunks;

import org.jspecify.annotations.NullMarked;
