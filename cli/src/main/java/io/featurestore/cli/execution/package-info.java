/// Runs one export: starts the execution, shows its progress, stops it on demand and downloads the output.
@NullMarked
package io.featurestore.cli.execution;

import org.jspecify.annotations.NullMarked;
