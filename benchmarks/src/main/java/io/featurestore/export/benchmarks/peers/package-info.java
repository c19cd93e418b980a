/// Runs the other tools, each in a separate process.
@NullMarked
package io.featurestore.export.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
