/// Holds what a distributed map reads, counts and writes: items, batches, child executions, map runs and result
/// files.
@NullMarked
package io.featurestore.local.states.map;

import org.jspecify.annotations.NullMarked;
