/// Holds `fs demo`.
@NullMarked
package io.featurestore.cli.demo;

import org.jspecify.annotations.NullMarked;
