/// Measures the parts of the converter one by one.
@NullMarked
package io.featurestore.export.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
