/// Writes the SQL that decides which rows of the history are records, and which partitions are read.
@NullMarked
package io.featurestore.sql.history;

import org.jspecify.annotations.NullMarked;
