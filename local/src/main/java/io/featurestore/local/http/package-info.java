/// The front: one loopback port, requests told apart by service and given to it.
@NullMarked
package io.featurestore.local.http;

import org.jspecify.annotations.NullMarked;
