/** The export: its request, the checks on it, and the documents between its steps. */
@NullMarked
package io.featurestore.export;

import org.jspecify.annotations.NullMarked;
