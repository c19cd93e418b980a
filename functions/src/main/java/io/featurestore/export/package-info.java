/// Holds the export workflow: its request, the checks of the request, and its way through the steps.
@NullMarked
package io.featurestore.export;

import org.jspecify.annotations.NullMarked;
