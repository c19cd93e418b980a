/** The converter of the export as a process of its own. */
@NullMarked
package io.featurestore.export.benchmarks.converter;

import org.jspecify.annotations.NullMarked;
