/** Faults on demand: what goes wrong on AWS goes wrong here too, when a rule says so. */
@NullMarked
package io.featurestore.local.faults;

import org.jspecify.annotations.NullMarked;
