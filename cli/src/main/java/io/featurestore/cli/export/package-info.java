/// Holds `fs export`.
@NullMarked
package io.featurestore.cli.export;

import org.jspecify.annotations.NullMarked;
