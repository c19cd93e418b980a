/** Prices of the services, and the cost of an export from its usage. */
@NullMarked
package io.featurestore.steps.cost;

import org.jspecify.annotations.NullMarked;
