/** Step 1: the request, read, checked and completed. */
@NullMarked
package io.featurestore.export.request;

import org.jspecify.annotations.NullMarked;
