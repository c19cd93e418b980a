/** Holds {@code fs}, the root command. Each noun has a package below: {@code export}, {@code demo}, {@code local}. */
@NullMarked
package io.featurestore.cli;

import org.jspecify.annotations.NullMarked;
