/** Draws the report page of an export. */
@NullMarked
package io.featurestore.records.report;

import org.jspecify.annotations.NullMarked;
