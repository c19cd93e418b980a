package io.featurestore.local.athena.command;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.QueryPrinter;
import io.featurestore.local.glue.Catalog;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.Array;
import io.trino.sql.tree.BooleanLiteral;
import io.trino.sql.tree.CreateTableAsSelect;
import io.trino.sql.tree.DropTable;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.Property;
import io.trino.sql.tree.QualifiedName;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.SaveMode;
import io.trino.sql.tree.Statement;
import io.trino.sql.tree.StringLiteral;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A statement that Athena runs. SELECT, WITH, `CREATE TABLE … AS` and `DROP TABLE` are parsed by Trino's
/// parser; `UNLOAD` (docs.aws.amazon.com/athena/latest/ug/unload.html) and `CREATE EXTERNAL TABLE` are
/// Athena's own.
public sealed interface Command {
    /// A query.
    record Select(Query query) implements Command {}

    /// A query whose result is written to files.
    ///
    /// @param location the prefix of the files
    /// @param options the options after WITH, by lower-case name
    record Unload(Query query, String location, Map<String, String> options) implements Command {}

    /// A query whose result becomes a table.
    ///
    /// @param options the options after WITH, by lower-case name
    record CreateAs(TableName name, boolean ifNotExists, Query query, Map<String, String> options) implements Command {}

    /// The description of a table whose files exist.
    ///
    /// @param table the table; its database is empty if the statement names none
    record CreateExternal(Catalog.Table table, boolean ifNotExists) implements Command {}

    /// The removal of a table. Its files stay.
    record Drop(TableName name, boolean ifExists) implements Command {}

    /// The name of a table in a statement.
    ///
    /// @param database the name of the database; empty if the statement names none
    record TableName(Optional<String> database, String name) {
        static TableName of(QualifiedName name) throws QueryFailure {
            List<String> parts = name.getParts();
            if (parts.size() > 3 || (parts.size() == 3 && !parts.getFirst().equals(QueryPrinter.CATALOG))) {
                throw QueryFailure.user("CATALOG_NOT_FOUND", "Catalog '" + parts.getFirst() + "' does not exist");
            }
            return new TableName(
                    parts.size() > 1 ? Optional.of(parts.get(parts.size() - 2)) : Optional.empty(), parts.getLast());
        }
    }

    /// Parses a statement.
    ///
    /// @throws QueryFailure if the text is no statement, or one that is not served
    static Command parse(String text) throws QueryFailure {
        return new Parser(text).command();
    }

    /// Returns the kind of a statement as the API names it, such as `SELECT` or `UNLOAD`. The statement need
    /// not be correct.
    static String kind(String text) {
        String start = text.strip().toUpperCase(Locale.ROOT);
        if (start.startsWith("UNLOAD")) {
            return "UNLOAD";
        }
        if (start.matches("(?s)CREATE\\s+EXTERNAL\\s+TABLE.*")) {
            return "CREATE_TABLE";
        }
        if (start.matches("(?s)CREATE\\s+TABLE.*")) {
            return "CREATE_TABLE_AS_SELECT";
        }
        return start.matches("(?s)DROP\\s+TABLE.*") ? "DROP_TABLE" : "SELECT";
    }

    /// Parses one statement.
    final class Parser {
        private static final SqlParser PARSER = new SqlParser();
        private static final Pattern UNLOAD = Pattern.compile(
                "UNLOAD\\s*\\((.*)\\)\\s*TO\\s*'((?:[^']|'')*)'\\s*(WITH\\s*\\(.*\\))?",
                Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
        private static final Pattern EXTERNAL =
                Pattern.compile("CREATE\\s+EXTERNAL\\s.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

        private final String text;

        private Parser(String text) {
            this.text = text.strip().replaceFirst(";\\s*$", "");
        }

        private Command command() throws QueryFailure {
            if (EXTERNAL.matcher(text).matches()) {
                return new HiveDdl(text).createTable();
            }
            if (kind(text).equals("UNLOAD")) {
                return unload();
            }
            return switch (statement(text.replace('`', '"'), text)) {
                case Query query -> new Select(query);
                case CreateTableAsSelect create -> createAs(create);
                case DropTable drop -> new Drop(TableName.of(drop.getTableName()), drop.isExists());
                case Statement other ->
                    throw QueryFailure.at(
                            "NOT_SUPPORTED",
                            other,
                            "only queries, UNLOAD, CREATE TABLE AS, CREATE EXTERNAL TABLE and DROP TABLE are served, not "
                                    + other.getClass().getSimpleName());
            };
        }

        private Command unload() throws QueryFailure {
            Matcher unload = UNLOAD.matcher(text);
            if (!unload.matches()) {
                throw QueryFailure.plain(
                        "SYNTAX_ERROR",
                        "SYNTAX_ERROR: UNLOAD has the form UNLOAD (SELECT …) TO 's3://bucket/prefix/' WITH (format ="
                                + " 'PARQUET')");
            }
            String inner = unload.group(1);
            if (!(statement(inner, inner) instanceof Query query)) {
                throw QueryFailure.user("NOT_SUPPORTED", "UNLOAD takes a SELECT or WITH");
            }
            String options = unload.group(3) == null ? "" : unload.group(3);
            return new Unload(query, unload.group(2).replace("''", "'"), options(options));
        }

        /// Reads options by Trino's parser, which knows them as those of a table.
        private static Map<String, String> options(String with) throws QueryFailure {
            String carrier = "CREATE TABLE t " + with + " AS SELECT 1 AS a";
            return statement(carrier, carrier) instanceof CreateTableAsSelect create
                    ? options(create.getProperties())
                    : Map.of();
        }

        private static Command createAs(CreateTableAsSelect create) throws QueryFailure {
            if (!create.isWithData() || create.getColumnAliases().isPresent()) {
                throw QueryFailure.at("NOT_SUPPORTED", create, "WITH NO DATA and column aliases are not served here");
            }
            return new CreateAs(
                    TableName.of(create.getName()),
                    create.getSaveMode() == SaveMode.IGNORE,
                    create.getQuery(),
                    options(create.getProperties()));
        }

        private static Map<String, String> options(List<Property> properties) throws QueryFailure {
            Map<String, String> options = new HashMap<>();
            for (Property property : properties) {
                String value = value(property.getNonDefaultValue())
                        .orElseThrow(() -> QueryFailure.at(
                                "NOT_SUPPORTED", property, "the value of this option is not served here"));
                String name = property.getName().getValue().toLowerCase(Locale.ROOT);
                if (options.put(name, value) != null) {
                    throw QueryFailure.at("DUPLICATE_PROPERTY", property, "Duplicate property: " + name);
                }
            }
            return Map.copyOf(options);
        }

        private static Optional<String> value(Expression value) {
            return switch (value) {
                case StringLiteral literal -> Optional.of(literal.getValue());
                case LongLiteral literal -> Optional.of(literal.getValue());
                case BooleanLiteral literal -> Optional.of(Boolean.toString(literal.getValue()));
                case Array array ->
                    Optional.of(array.getValues().stream()
                            .map(element -> value(element).orElse(""))
                            .collect(Collectors.joining(",")));
                default -> Optional.empty();
            };
        }

        /// Parses a statement of Trino.
        ///
        /// @param sql the statement; names may be in back quotes in DDL
        /// @param given the statement as it was given
        private static Statement statement(String sql, String given) throws QueryFailure {
            try {
                return PARSER.createStatement(kind(given).equals("DROP_TABLE") ? sql : given);
            } catch (ParsingException e) {
                throw QueryFailure.plain("SYNTAX_ERROR", e.getMessage() == null ? "SYNTAX_ERROR" : e.getMessage());
            }
        }
    }
}
