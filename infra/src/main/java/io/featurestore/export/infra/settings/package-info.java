/** The choices of a deployment: read from a file, checked, and held as records. */
@NullMarked
package io.featurestore.export.infra.settings;

import org.jspecify.annotations.NullMarked;
