/** The parts of a request that steps take, the job that they make, and the work folder of one execution. */
@NullMarked
package io.featurestore.steps.work;

import org.jspecify.annotations.NullMarked;
