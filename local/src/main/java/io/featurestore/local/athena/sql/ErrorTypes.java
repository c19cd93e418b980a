package io.featurestore.local.athena.sql;

/// Holds the numbers of Athena's error types: docs.aws.amazon.com/athena/latest/ug/error-reference.html.
final class ErrorTypes {
    static final int RESOURCES = 1;
    static final int INTERNAL = 200;
    static final int USER = 1000;
    private static final int DATA = 1001;
    private static final int SCHEMA = 1004;
    private static final int SYNTAX = 1006;
    private static final int REJECTED = 1008;
    private static final int FUNCTION_ARGUMENT = 1108;
    private static final int NO_TABLE = 1112;
    private static final int NOT_SUPPORTED = 1200;
    private static final int NO_FUNCTION = 1303;

    private ErrorTypes() {}

    /// Returns the number of the error type for the name of an error.
    static int of(String code) {
        return switch (code) {
            case "SYNTAX_ERROR" -> SYNTAX;
            case "TABLE_NOT_FOUND" -> NO_TABLE;
            case "COLUMN_NOT_FOUND", "AMBIGUOUS_NAME" -> SCHEMA;
            case "FUNCTION_NOT_FOUND" -> NO_FUNCTION;
            case "INVALID_FUNCTION_ARGUMENT" -> FUNCTION_ARGUMENT;
            case "NOT_SUPPORTED" -> NOT_SUPPORTED;
            case "INVALID_CAST_ARGUMENT", "NUMERIC_VALUE_OUT_OF_RANGE", "DIVISION_BY_ZERO", "HIVE_BAD_DATA" -> DATA;
            case "EXCEEDED_LOCAL_MEMORY_LIMIT" -> RESOURCES;
            case "BYTES_SCANNED" -> REJECTED;
            default -> USER;
        };
    }
}
