/// Holds what every command shares: input and output, texts, exit codes and error messages. Knows no command.
@NullMarked
package io.featurestore.cli.console;

import org.jspecify.annotations.NullMarked;
