/// Runs executions: the interpreter of states, the execution history, and waits and retries.
@NullMarked
package io.featurestore.local.states.run;

import org.jspecify.annotations.NullMarked;
