package io.featurestore.local.athena.command;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.glue.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses `CREATE EXTERNAL TABLE`, which Athena takes in Hive's form
/// (docs.aws.amazon.com/athena/latest/ug/create-table.html).
final class HiveDdl {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|--[^\n]*|'((?:[^'\\\\]|\\\\.|'')*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|`([^`]+)`|[\\w.\\-]+|.",
            Pattern.DOTALL);
    private static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.";
    private static final String PARQUET_INPUT = PARQUET + "MapredParquetInputFormat";
    private static final String PARQUET_SERDE = PARQUET + "serde.ParquetHiveSerDe";

    private final List<String> tokens = new ArrayList<>();
    private int at;

    HiveDdl(String text) {
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String whole = token.group();
            if (!whole.isBlank() && !whole.startsWith("--")) {
                tokens.add(whole);
            }
        }
    }

    /// Parses the statement.
    Command createTable() throws QueryFailure {
        expect("CREATE", "EXTERNAL", "TABLE");
        boolean ifNotExists = takes("IF");
        if (ifNotExists) {
            expect("NOT", "EXISTS");
        }
        String name = name();
        String database = "";
        if (takes(".")) {
            database = name;
            name = name();
        } else if (name.contains(".")) {
            String[] parts = name.split("\\.", 2);
            database = parts[0];
            name = parts[1];
        }
        List<Catalog.Column> columns = columns();
        List<Catalog.Column> keys = List.of();
        Map<String, String> parameters = new TreeMap<>(Map.of("EXTERNAL", "TRUE"));
        String input = "";
        String serde = "";
        Optional<String> location = Optional.empty();
        while (at < tokens.size()) {
            if (takes("PARTITIONED")) {
                expect("BY");
                keys = columns();
            } else if (takes("COMMENT")) {
                parameters.put("comment", text());
            } else if (takes("ROW")) {
                expect("FORMAT", "SERDE");
                serde = text();
                if (takes("WITH")) {
                    expect("SERDEPROPERTIES");
                    properties();
                }
            } else if (takes("STORED")) {
                expect("AS");
                if (takes("INPUTFORMAT")) {
                    input = text();
                    expect("OUTPUTFORMAT");
                    text();
                } else {
                    expect("PARQUET");
                    input = PARQUET_INPUT;
                    serde = PARQUET_SERDE;
                }
            } else if (takes("LOCATION")) {
                location = Optional.of(text());
            } else if (takes("TBLPROPERTIES")) {
                parameters.putAll(properties());
            } else {
                throw unexpected();
            }
        }
        String place = location.orElseThrow(() -> QueryFailure.plain(
                "SYNTAX_ERROR", "FAILED: SemanticException table is not partitioned or has no LOCATION clause"));
        parameters.putIfAbsent("classification", "parquet");
        return new Command.CreateExternal(
                new Catalog.Table(
                        database.toLowerCase(Locale.ROOT),
                        name.toLowerCase(Locale.ROOT),
                        "EXTERNAL_TABLE",
                        new Catalog.Storage(place, columns, input, serde),
                        keys,
                        parameters,
                        "0"),
                ifNotExists);
    }

    /// Parses a list of columns in parentheses.
    private List<Catalog.Column> columns() throws QueryFailure {
        List<Catalog.Column> columns = new ArrayList<>();
        expect("(");
        do {
            String name = name().toLowerCase(Locale.ROOT);
            StringBuilder type = new StringBuilder();
            int depth = 0;
            while (at < tokens.size() && (depth > 0 || !(is(",") || is(")") || is("COMMENT")))) {
                depth += is("<") || is("(") ? 1 : is(">") || is(")") ? -1 : 0;
                type.append(unquoted(tokens.get(at)).toLowerCase(Locale.ROOT));
                at++;
            }
            if (takes("COMMENT")) {
                text();
            }
            columns.add(new Catalog.Column(name, type.toString()));
        } while (takes(","));
        expect(")");
        return columns;
    }

    private Map<String, String> properties() throws QueryFailure {
        Map<String, String> properties = new TreeMap<>();
        expect("(");
        do {
            String key = text();
            expect("=");
            properties.put(key, text());
        } while (takes(","));
        expect(")");
        return properties;
    }

    private String name() throws QueryFailure {
        if (at >= tokens.size() || !tokens.get(at).matches("`.*`|[\\w.\\-]+")) {
            throw unexpected();
        }
        at++;
        return unquoted(tokens.get(at - 1));
    }

    /// Returns a text in quotes.
    private String text() throws QueryFailure {
        if (at >= tokens.size() || !tokens.get(at).matches("(?s)'.*'|\".*\"")) {
            throw unexpected();
        }
        at++;
        return unquoted(tokens.get(at - 1));
    }

    private static String unquoted(String token) {
        if (token.length() < 2 || "'\"`".indexOf(token.charAt(0)) < 0) {
            return token;
        }
        String inner = token.substring(1, token.length() - 1);
        return token.charAt(0) == '`' ? inner : inner.replace("''", "'").replaceAll("\\\\(.)", "$1");
    }

    private boolean is(String word) {
        return at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
    }

    private boolean takes(String word) {
        boolean there = is(word);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String... words) throws QueryFailure {
        for (String word : words) {
            if (!takes(word)) {
                throw unexpected();
            }
        }
    }

    private QueryFailure unexpected() {
        String near = at < tokens.size() ? "'" + tokens.get(at) + "'" : "the end";
        return QueryFailure.plain(
                "SYNTAX_ERROR",
                "FAILED: ParseException: mismatched input at " + near
                        + ". Served is CREATE EXTERNAL TABLE with columns, PARTITIONED BY, ROW FORMAT SERDE, STORED AS,"
                        + " LOCATION and TBLPROPERTIES.");
    }
}
