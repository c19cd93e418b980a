package io.featurestore.sql;

import java.util.List;
import java.util.Optional;

import io.featurestore.records.ColumnType;
import io.featurestore.sql.Filter.Operator;
import io.featurestore.sql.syntax.TableNames;

/**
 * What an export's statement reads, for those who work out what it costs before it runs.
 *
 * @param columns the catalog's names of the columns it scans, in the table's order; partition keys, which cost nothing,
 *        are not among them
 * @param where the request's condition; holds always where there is none
 * @param groups whether it gives a record for each group
 * @param allRows whether it makes one group of all rows, so that it gives one record
 * @param sources for each column of the output what stands in it
 */
public record Reading(List<String> columns, Filter where, boolean groups, boolean allRows, List<Source> sources) {
    /** The condition that all rows meet. */
    public static final Filter EVERYTHING = new Filter.Constant(true);

    /**
     * What a column of the output is made from.
     *
     * @param name its name in the query's result
     * @param outputName its name in the output
     * @param column the catalog's name of the column or partition key it is; empty for an expression
     * @param type its type, {@code unknown} for an expression
     */
    public record Source(String name, String outputName, Optional<String> column, ColumnType type) {}

    /** Copies the lists. */
    public Reading {
        columns = List.copyOf(columns);
        sources = List.copyOf(sources);
    }

    /** Returns whether a column has another name in the output than in the query's result. */
    public boolean renames() {
        return sources.stream().anyMatch(source -> !source.name().equals(source.outputName()));
    }

    /** Returns whether something but the partition decides which rows are read. */
    public boolean filtered() {
        return !where.equals(EVERYTHING);
    }

    /** Returns the condition that a row is a deletion. */
    public static Filter deleted() {
        return new Filter.Comparison(TableNames.IS_DELETED, Operator.EQUAL, true);
    }

    /** Returns the name of the column that says when a row was written. */
    public static String writeTime() {
        return TableNames.WRITE_TIME;
    }
}
