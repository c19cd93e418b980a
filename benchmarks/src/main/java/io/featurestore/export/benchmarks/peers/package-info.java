/** The other tools, each as a process of its own. */
@NullMarked
package io.featurestore.export.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
