/** The report of an export: one HTML page that needs nothing but itself. */
@NullMarked
package io.featurestore.export.report;

import org.jspecify.annotations.NullMarked;
