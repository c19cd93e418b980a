/// Reads what the converters of an export wrote: the reports of the chunks, and their statistics and checks.
@NullMarked
package io.featurestore.steps.publish.results;

import org.jspecify.annotations.NullMarked;
