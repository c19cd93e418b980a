/** Adapters: the only classes that call AWS. */
@NullMarked
package io.featurestore.aws;

import org.jspecify.annotations.NullMarked;
