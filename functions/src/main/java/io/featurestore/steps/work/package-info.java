/// Holds the parts of a request that steps need, the job made from them, and the work folder of an execution.
@NullMarked
package io.featurestore.steps.work;

import org.jspecify.annotations.NullMarked;
