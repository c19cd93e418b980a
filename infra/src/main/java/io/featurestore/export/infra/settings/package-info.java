/// Reads the settings of a deployment from a file, checks them and holds them as records.
@NullMarked
package io.featurestore.export.infra.settings;

import org.jspecify.annotations.NullMarked;
