/// The layout of the project's Java sources.
@NullMarked
package io.featurestore.layout;

import org.jspecify.annotations.NullMarked;
