/// Serves Step Functions: the calls about state machines, executions and map runs.
@NullMarked
package io.featurestore.local.states;

import org.jspecify.annotations.NullMarked;
