/** What is gathered of each column while records are converted, merged over the chunks, and the statistics it gives. */
@NullMarked
package io.featurestore.export.statistics;

import org.jspecify.annotations.NullMarked;
