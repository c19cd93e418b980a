/// Creates sample data: a feature group whose history has the difficulties of real ones.
@NullMarked
package io.featurestore.local.sample;

import org.jspecify.annotations.NullMarked;
