package io.featurestore.export.benchmarks.data;

import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Lists the columns of the sample in order: a feature group of customers with its three system columns.
public enum SampleColumn {
    CUSTOMER_ID(ColumnType.Simple.VARCHAR, "VARCHAR"),
    EVENT_TIME(ColumnType.Simple.VARCHAR, "VARCHAR"),
    AGE(ColumnType.Simple.BIGINT, "BIGINT"),
    BALANCE(ColumnType.Simple.DOUBLE, "DOUBLE"),
    SEGMENT(ColumnType.Simple.VARCHAR, "VARCHAR"),
    COUNTRY(ColumnType.Simple.VARCHAR, "VARCHAR"),
    NOTE(ColumnType.Simple.VARCHAR, "VARCHAR"),
    SCORE(ColumnType.Simple.DOUBLE, "DOUBLE"),
    LAST_ORDER_ID(ColumnType.Simple.BIGINT, "BIGINT"),
    IS_DELETED(ColumnType.Simple.BOOLEAN, "BOOLEAN"),
    WRITE_TIME(new ColumnType.Timestamp(3, false), "TIMESTAMP"),
    API_INVOCATION_TIME(new ColumnType.Timestamp(3, false), "TIMESTAMP");

    private final ColumnType type;
    private final String sqlType;

    SampleColumn(ColumnType type, String sqlType) {
        this.type = type;
        this.sqlType = sqlType;
    }

    /// Returns its name in the file.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Returns its position in a record, from 0.
    public int index() {
        return List.of(values()).indexOf(this);
    }

    /// Returns its type in Athena.
    public ColumnType type() {
        return type;
    }

    /// Returns its type in DuckDB.
    public String sqlType() {
        return sqlType;
    }

    /// Returns the columns in the form of the export's plan.
    public static List<OutputColumn> planned() {
        return Arrays.stream(values())
                .map(c -> new OutputColumn(c.label(), c.label(), c.type, false))
                .toList();
    }

    /// Returns `{'name': 'type', …}`, the form of DuckDB's readers; every type is `VARCHAR` if requested.
    public static String struct(boolean asText) {
        return Arrays.stream(values())
                .map(c -> "'" + c.label() + "': '" + (asText ? "VARCHAR" : c.sqlType) + "'")
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
