package io.featurestore.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Parses a type by recursive descent. It accepts Athena's spelling `array(row(a integer))` and the Glue
/// catalog's `array<struct<a:int>>`.
final class TypeParser {
    private static final int MAX_DEPTH = 64;
    private final String text;
    private int at;

    TypeParser(String text) {
        this.text = text;
    }

    ColumnType parse() {
        ColumnType type = type(0);
        skipSpace();
        if (at != text.length()) {
            throw bad("unexpected '" + text.charAt(at) + "'");
        }
        return type;
    }

    private ColumnType type(int depth) {
        if (depth > MAX_DEPTH) {
            throw bad("nested deeper than " + MAX_DEPTH);
        }
        String name = word();
        return switch (name) {
            case "array" -> {
                open();
                ColumnType element = type(depth + 1);
                close();
                yield new ColumnType.Array(element);
            }
            case "map" -> {
                open();
                ColumnType key = type(depth + 1);
                expect(',');
                ColumnType value = type(depth + 1);
                close();
                yield new ColumnType.Map(key, value);
            }
            case "row", "struct" -> row(depth);
            case "decimal" -> {
                List<Integer> numbers = numbers();
                yield new ColumnType.Decimal(
                        numbers.isEmpty() ? 38 : numbers.getFirst(), numbers.size() < 2 ? 0 : numbers.get(1));
            }
            case "timestamp" -> {
                List<Integer> numbers = numbers();
                yield new ColumnType.Timestamp(numbers.isEmpty() ? 3 : numbers.getFirst(), phrase("with time zone"));
            }
            case "time" -> {
                numbers();
                phrase("with time zone");
                yield ColumnType.Simple.TIME;
            }
            case "double" -> {
                phrase("precision");
                yield ColumnType.Simple.DOUBLE;
            }
            case "interval" -> {
                if (phrase("day to second")) {
                    yield ColumnType.Simple.INTERVAL_DAY_TO_SECOND;
                }
                if (phrase("year to month")) {
                    yield ColumnType.Simple.INTERVAL_YEAR_TO_MONTH;
                }
                throw bad("an interval is 'day to second' or 'year to month'");
            }
            case "varchar", "char", "string" -> {
                numbers();
                yield name.equals("char") ? ColumnType.Simple.CHAR : ColumnType.Simple.VARCHAR;
            }
            default -> simple(name);
        };
    }

    private ColumnType simple(String name) {
        return switch (name) {
            case "boolean" -> ColumnType.Simple.BOOLEAN;
            case "tinyint" -> ColumnType.Simple.TINYINT;
            case "smallint" -> ColumnType.Simple.SMALLINT;
            case "int", "integer" -> ColumnType.Simple.INTEGER;
            case "bigint" -> ColumnType.Simple.BIGINT;
            case "float", "real" -> ColumnType.Simple.REAL;
            case "binary", "varbinary" -> ColumnType.Simple.VARBINARY;
            case "date" -> ColumnType.Simple.DATE;
            case "json" -> ColumnType.Simple.JSON;
            case "uuid" -> ColumnType.Simple.UUID;
            case "ipaddress" -> ColumnType.Simple.IPADDRESS;
            case "unknown" -> ColumnType.Simple.UNKNOWN;
            default -> throw bad("no type is named '" + name + "'");
        };
    }

    private ColumnType row(int depth) {
        open();
        List<ColumnType.Field> fields = new ArrayList<>();
        do {
            String name = fieldName();
            skipSpace();
            if (at < text.length() && text.charAt(at) == ':') {
                at++;
            }
            fields.add(new ColumnType.Field(name, type(depth + 1)));
        } while (accept(','));
        close();
        return new ColumnType.Row(fields);
    }

    private String fieldName() {
        skipSpace();
        if (at >= text.length() || text.charAt(at) != '"') {
            int from = at;
            while (at < text.length() && " :,()<>".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (from == at) {
                throw bad("a field has no name");
            }
            return text.substring(from, at);
        }
        StringBuilder name = new StringBuilder();
        for (at++; at < text.length(); at++) {
            if (text.charAt(at) == '"') {
                if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    at++;
                } else {
                    at++;
                    return name.toString();
                }
            }
            name.append(text.charAt(at));
        }
        throw bad("a quoted name does not end");
    }

    private List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        if (!accept('(')) {
            return numbers;
        }
        do {
            skipSpace();
            int from = at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            if (from == at || at - from > 9) {
                throw bad("a number is missing");
            }
            numbers.add(Integer.valueOf(text.substring(from, at)));
        } while (accept(','));
        expect(')');
        return numbers;
    }

    private boolean phrase(String words) {
        int mark = at;
        for (String word : words.split(" ")) {
            skipSpace();
            if (!text.regionMatches(true, at, word, 0, word.length())) {
                at = mark;
                return false;
            }
            at += word.length();
        }
        return true;
    }

    private String word() {
        skipSpace();
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        if (from == at) {
            throw bad("a type name is missing");
        }
        return text.substring(from, at).toLowerCase(Locale.ROOT);
    }

    private void open() {
        if (!accept('(')) {
            expect('<');
        }
    }

    private void close() {
        if (!accept(')')) {
            expect('>');
        }
    }

    private boolean accept(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw bad("'" + c + "' is missing");
        }
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalArgumentException bad(String why) {
        return new IllegalArgumentException("'" + text + "' is not a type: " + why + " at character " + (at + 1));
    }
}
