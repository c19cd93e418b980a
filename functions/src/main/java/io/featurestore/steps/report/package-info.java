/// Writes the report page of an export.
@NullMarked
package io.featurestore.steps.report;

import org.jspecify.annotations.NullMarked;
