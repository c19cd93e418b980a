package io.featurestore.records.parquet.read;

import io.featurestore.records.ColumnType;
import java.util.Objects;

/// Describes a column to read.
///
/// @param name its name; a file's column has the same name in any case
/// @param type the type of the table or query, which decides the text of the values
/// @param length the length of a `char(n)` or `varchar(n)`; 0 if it is not limited. A `char` whose length is
///     0 is printed as the file stores it
public record WantedColumn(String name, ColumnType type, int length) {
    /// Checks that the length is not negative.
    public WantedColumn {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(type, "type is null");
        if (length < 0) {
            throw new IllegalArgumentException("the length " + length + " is negative");
        }
    }

    /// Creates a column without a limited length.
    public WantedColumn(String name, ColumnType type) {
        this(name, type, 0);
    }
}
