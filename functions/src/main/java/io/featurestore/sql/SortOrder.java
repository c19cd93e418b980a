package io.featurestore.sql;

import io.featurestore.sql.syntax.AllowedSyntax;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.NameResolver;
import io.featurestore.sql.syntax.RequestText;
import io.featurestore.sql.syntax.ResolvedExpression;
import io.featurestore.sql.syntax.SqlTextParser;
import io.featurestore.sql.syntax.TableNames;
import io.trino.sql.ExpressionFormatter;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.SortItem;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the request's `orderBy`. A name means the column of the result with that name, else the column of the
/// table.
final class SortOrder {
    private static final String FIELD = "orderBy";
    private static final Pattern PLAIN =
            Pattern.compile("(?is)\\s*(?<name>.+?)(?<order>(?:\\s+(?:asc|desc))?(?:\\s+nulls\\s+(?:first|last))?)\\s*");

    private final ColumnList columns;
    private final TableNames names;
    private final Grouping grouping;

    SortOrder(ColumnList columns, TableNames names, Grouping grouping) {
        this.columns = columns;
        this.names = names;
        this.grouping = grouping;
    }

    /// Reads the items of `orderBy`.
    List<Item> items(List<String> texts) {
        return texts.stream().map(t -> item(new RequestText(FIELD, t))).toList();
    }

    private Item item(RequestText source) {
        SortItem item = SqlTextParser.sortItem(quoted(source));
        if (item.getSortKey() instanceof LongLiteral) {
            throw source.refused("a position", "Name the column.");
        }
        AllowedSyntax.check(source, item.getSortKey());
        Set<String> results = new HashSet<>();
        ResolvedExpression key =
                NameResolver.resolve(source, item.getSortKey(), names, name -> result(source, name, results));
        if (names.typeOf(key.expression()).filter(t -> t.isNested()).isPresent() && !isResult(key, results)) {
            throw nested(source, ResolvedExpression.print(item.getSortKey()));
        }
        grouping.check(source, key.expression(), results);
        SortItem resolved = new SortItem(
                item.getLocation().orElseThrow(), key.expression(), item.getOrdering(), item.getNullOrdering());
        return new Item(key, ExpressionFormatter.formatSortItems(List.of(resolved)));
    }

    private static boolean isResult(ResolvedExpression key, Set<String> results) {
        return key.expression() instanceof Identifier i && results.contains(i.getValue());
    }

    private Optional<Identifier> result(RequestText source, String name, Set<String> results) {
        return columns.find(name).map(column -> {
            if (column.asJson()) {
                throw nested(source, name);
            }
            results.add(column.name());
            return Identifiers.identifier(column.name());
        });
    }

    private static RuntimeException nested(RequestText source, String name) {
        return source.refused(
                "the nested column `" + name + "`",
                "Arrays, maps and structs have no order; order by a field of it under a name of its own, or by another column.");
    }

    /// A bare name needs no quotes, even where it is a reserved word or has a hyphen.
    private RequestText quoted(RequestText source) {
        Matcher plain = PLAIN.matcher(source.text());
        if (plain.matches()) {
            String name = plain.group("name");
            if (columns.find(name).isPresent() || names.find(name).isPresent()) {
                return new RequestText(FIELD, Identifiers.quoted(name) + plain.group("order"));
            }
        }
        return source;
    }

    /// Holds one sort item.
    ///
    /// @param key the expression to sort by
    /// @param sql the whole item as SQL
    record Item(ResolvedExpression key, String sql) {}
}
