/// Holds `fs local`.
@NullMarked
package io.featurestore.cli.local;

import org.jspecify.annotations.NullMarked;
