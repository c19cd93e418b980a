/// Runs the query. Holds the interface to the query engine, its failures, and the columns of its result.
@NullMarked
package io.featurestore.steps.query;

import org.jspecify.annotations.NullMarked;
