package io.featurestore.local.athena.duck;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import java.util.Locale;

/// Translates the column types of the data catalog to DuckDB's types.
final class DuckTypes {
    private final String type;
    private int at;

    private DuckTypes(String type) {
        this.type = type;
    }

    /// Returns DuckDB's type, such as `STRUCT("a" INTEGER)[]` for `array<struct<a:int>>`.
    ///
    /// @throws QueryFailure if the type is unknown
    static String duck(String type) throws QueryFailure {
        DuckTypes parser = new DuckTypes(type.strip().toLowerCase(Locale.ROOT));
        String duck = parser.next();
        if (parser.at != parser.type.length()) {
            throw parser.unknown();
        }
        return duck;
    }

    private String next() throws QueryFailure {
        String name = word();
        return switch (name) {
            case "array" -> {
                expect('<');
                String element = next();
                expect('>');
                yield element + "[]";
            }
            case "map" -> {
                expect('<');
                String key = next();
                expect(',');
                String value = next();
                expect('>');
                yield "MAP(" + key + ", " + value + ")";
            }
            case "struct", "row" -> struct();
            case "decimal", "numeric" -> "DECIMAL" + parameters("(10, 0)");
            case "varchar", "char" -> {
                parameters("");
                yield "VARCHAR";
            }
            default -> scalar(name);
        };
    }

    private String struct() throws QueryFailure {
        StringBuilder duck = new StringBuilder("STRUCT(");
        char separator = '<';
        while (separator != '>') {
            expect(separator);
            String name = word();
            expect(':');
            duck.append(separator == '<' ? "" : ", ")
                    .append(Sql.quote(name))
                    .append(' ')
                    .append(next());
            separator = at < type.length() && type.charAt(at) == ',' ? ',' : '>';
        }
        expect('>');
        return duck.append(')').toString();
    }

    private String scalar(String name) throws QueryFailure {
        return switch (name) {
            case "string" -> "VARCHAR";
            case "bigint", "long" -> "BIGINT";
            case "int", "integer" -> "INTEGER";
            case "smallint", "short" -> "SMALLINT";
            case "tinyint", "byte" -> "TINYINT";
            case "double" -> "DOUBLE";
            case "float", "real" -> "FLOAT";
            case "boolean" -> "BOOLEAN";
            case "date" -> "DATE";
            case "timestamp" -> "TIMESTAMP";
            case "binary", "fixed" -> "BLOB";
            default -> throw unknown();
        };
    }

    private String parameters(String usual) throws QueryFailure {
        if (at >= type.length() || type.charAt(at) != '(') {
            return usual;
        }
        int end = type.indexOf(')', at);
        if (end < 0) {
            throw unknown();
        }
        String parameters = type.substring(at, end + 1);
        at = end + 1;
        return parameters;
    }

    private String word() {
        int start = at;
        while (at < type.length() && "<>,:()".indexOf(type.charAt(at)) < 0) {
            at++;
        }
        return type.substring(start, at).strip();
    }

    private void expect(char wanted) throws QueryFailure {
        if (at >= type.length() || type.charAt(at) != wanted) {
            throw unknown();
        }
        at++;
    }

    private QueryFailure unknown() {
        return QueryFailure.user("HIVE_UNSUPPORTED_FORMAT", "Unsupported Hive type: " + type);
    }
}
