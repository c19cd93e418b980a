/** {@code fs}, the command. */
@NullMarked
package io.featurestore.cli;

import org.jspecify.annotations.NullMarked;
