package io.featurestore.sql;

import io.featurestore.records.ColumnType;
import java.util.List;

/// Holds the statement that Athena's UNLOAD runs to write the records of an export as Parquet files.
///
/// UNLOAD refuses some types, and Trino's writer of Hive files stores others in another form than an output
/// has (docs.aws.amazon.com/athena/latest/ug/unload.html, "Considerations and limitations"; Trino's
/// `ParquetSchemaConverter` of trino-parquet stores every timestamp of a Hive table as INT96). The statement
/// casts these columns.
///
/// @param select the statement without the UNLOAD around it
/// @param types the types of its columns in the files, in the order of the export's columns
/// @param typed whether the files have the column types of a Parquet output, so that their row groups can be
///     carried over. Timestamps are numbers of milliseconds or microseconds since 1970, and only the new
///     footer says so. Otherwise the values are those from which the output is converted, and what UNLOAD
///     refuses is text
public record Unload(String select, List<ColumnType> types, boolean typed) {
    /// Makes the list immutable.
    public Unload {
        types = List.copyOf(types);
    }

    /// Answers whether UNLOAD can write the records of an export.
    public sealed interface Answer {
        /// UNLOAD can write them.
        ///
        /// @param unload the statement
        record Possible(Unload unload) implements Answer {}

        /// UNLOAD cannot write them.
        ///
        /// @param reason one sentence that says why
        record Impossible(String reason) implements Answer {}
    }
}
