/// Stores the state of all services in one folder: the lock of the folder, and small documents that are written
/// atomically.
@NullMarked
package io.featurestore.local.store;

import org.jspecify.annotations.NullMarked;
