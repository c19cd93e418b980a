/** The parts of the converter, measured one by one. */
@NullMarked
package io.featurestore.export.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
