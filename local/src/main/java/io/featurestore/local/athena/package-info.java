/// Serves Athena: work groups, query executions and their results.
@NullMarked
package io.featurestore.local.athena;

import org.jspecify.annotations.NullMarked;
