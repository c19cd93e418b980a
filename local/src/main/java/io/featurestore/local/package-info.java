/** An AWS on one machine: the services an export needs, on one loopback port over one folder. For laptops, demos and tests. */
@NullMarked
package io.featurestore.local;

import org.jspecify.annotations.NullMarked;
