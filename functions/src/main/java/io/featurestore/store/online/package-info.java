/// Holds the rules of a put into the online store, and the transform that makes records follow them.
@NullMarked
package io.featurestore.store.online;

import org.jspecify.annotations.NullMarked;
