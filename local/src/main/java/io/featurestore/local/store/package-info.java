/** The folder everything lies in: its lock, and small documents written atomically. */
@NullMarked
package io.featurestore.local.store;

import org.jspecify.annotations.NullMarked;
