package io.featurestore.sql;

import io.featurestore.records.ColumnType;
import io.featurestore.sql.Filter.Operator;
import io.featurestore.sql.syntax.TableNames;
import java.util.List;
import java.util.Optional;

/// Describes which data an export's statement reads. The estimate computes the cost from it before the query
/// runs.
///
/// @param columns the catalog's names of the scanned columns, in the table's order. Partition keys cost nothing
///     and are not included
/// @param where the request's condition; [#EVERYTHING] if there is none
/// @param groups whether the statement returns one record per group of `groupBy`
/// @param allRows whether all rows form one group, so that the statement returns one record
/// @param sources the origin of each column of the output
/// @param tombstones the columns that a second scan reads, of the row groups that may hold tombstones; none if
///     tombstones hide no other rows
/// @param counting what the statement for the warnings reads; empty if there is none
public record Reading(
        List<String> columns,
        Filter where,
        boolean groups,
        boolean allRows,
        List<Source> sources,
        List<String> tombstones,
        Optional<Counting> counting) {
    /// The condition that holds for all rows.
    public static final Filter EVERYTHING = new Filter.Constant(true);

    /// Describes the origin of a column of the output.
    ///
    /// @param name its name in the query's result
    /// @param outputName its name in the output
    /// @param column the catalog's name of the column or partition key; empty for an expression
    /// @param type its type, `unknown` for an expression
    public record Source(String name, String outputName, Optional<String> column, ColumnType type) {}

    /// Describes what the statement reads that counts rows for the warnings.
    ///
    /// @param columns the columns that it reads of the history
    /// @param tombstones the columns that it reads of the row groups that may hold tombstones
    public record Counting(List<String> columns, List<String> tombstones) {
        /// Makes the lists immutable.
        public Counting {
            columns = List.copyOf(columns);
            tombstones = List.copyOf(tombstones);
        }
    }

    /// Makes the lists immutable.
    public Reading {
        columns = List.copyOf(columns);
        sources = List.copyOf(sources);
        tombstones = List.copyOf(tombstones);
    }

    /// Returns whether any column has a different name in the output than in the query's result.
    public boolean renames() {
        return sources.stream().anyMatch(source -> !source.name().equals(source.outputName()));
    }

    /// Returns whether the request has a condition on rows.
    public boolean filtered() {
        return !where.equals(EVERYTHING);
    }

    /// Returns the condition that a row is a tombstone.
    public static Filter deleted() {
        return new Filter.Comparison(TableNames.IS_DELETED, Operator.EQUAL, true);
    }

    /// Returns the name of the column with the time at which a row was written.
    public static String writeTime() {
        return TableNames.WRITE_TIME;
    }
}
