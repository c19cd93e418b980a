/** Gathers statistics of every column in one pass. */
@NullMarked
package io.featurestore.records.profile;

import org.jspecify.annotations.NullMarked;
