/// Parses Athena's statements: queries, `UNLOAD`, and the statements that create and drop tables.
@NullMarked
package io.featurestore.local.athena.command;

import org.jspecify.annotations.NullMarked;
