/** Step Functions: executions, and the runner of the Amazon States Language. */
@NullMarked
package io.featurestore.local.states;

import org.jspecify.annotations.NullMarked;
