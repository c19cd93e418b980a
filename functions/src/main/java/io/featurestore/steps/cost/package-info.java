/// Holds the prices of the services and computes the cost of an export from its usage.
@NullMarked
package io.featurestore.steps.cost;

import org.jspecify.annotations.NullMarked;
