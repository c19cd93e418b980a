/// Builds the state machine with its functions, their permissions, its buckets, its work group and its schedules.
@NullMarked
package io.featurestore.export.infra.machine;

import org.jspecify.annotations.NullMarked;
