/// Provides AWS services on one machine, on one loopback port and over one folder. They are for laptops, demos
/// and tests.
@NullMarked
package io.featurestore.local;

import org.jspecify.annotations.NullMarked;
