/// The feature store runtime: records put, read and deleted.
@NullMarked
package io.featurestore.local.features;

import org.jspecify.annotations.NullMarked;
