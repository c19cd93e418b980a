/** The work folder of one execution. */
@NullMarked
package io.featurestore.steps.work;

import org.jspecify.annotations.NullMarked;
