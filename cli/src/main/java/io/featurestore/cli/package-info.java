/// Holds `fs`, the root command. Each noun has a package below: `export`, `demo`, `local`.
@NullMarked
package io.featurestore.cli;

import org.jspecify.annotations.NullMarked;
