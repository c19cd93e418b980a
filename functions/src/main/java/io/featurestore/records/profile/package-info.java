/// Profiles the columns of records: statistics in one pass, in limited memory, from parts that can be merged.
@NullMarked
package io.featurestore.records.profile;

import org.jspecify.annotations.NullMarked;
