package io.featurestore.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.trino.sql.ExpressionFormatter;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.SortItem;

import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.Refusal;
import io.featurestore.sql.syntax.Resolved;
import io.featurestore.sql.syntax.Resolver;
import io.featurestore.sql.syntax.SqlText;
import io.featurestore.sql.syntax.Syntax;
import io.featurestore.sql.syntax.TableNames;

/** What {@code orderBy} says. A name means the result's column of that name, else the table's. */
final class SortOrder {
    private static final String FIELD = "orderBy";
    private static final Pattern PLAIN = Pattern.compile(
            "(?is)\\s*(?<name>.+?)(?<order>(?:\\s+(?:asc|desc))?(?:\\s+nulls\\s+(?:first|last))?)\\s*");

    private final ColumnList columns;
    private final TableNames names;
    private final Grouping grouping;

    SortOrder(ColumnList columns, TableNames names, Grouping grouping) {
        this.columns = columns;
        this.names = names;
        this.grouping = grouping;
    }

    /** Reads the items of {@code orderBy}. */
    List<Item> items(List<String> texts) {
        return texts.stream().map(t -> item(new Refusal(FIELD, t))).toList();
    }

    private Item item(Refusal place) {
        SortItem item = SqlText.sortItem(quoted(place));
        if (item.getSortKey() instanceof LongLiteral) {
            throw place.because("a position", "Name the column.");
        }
        Syntax.check(place, item.getSortKey());
        Set<String> results = new HashSet<>();
        Resolved key = Resolver.resolve(place, item.getSortKey(), names, name -> result(place, name, results));
        if (names.typeOf(key.expression()).filter(t -> t.isNested()).isPresent() && !isResult(key, results)) {
            throw nested(place, Resolved.print(item.getSortKey()));
        }
        grouping.check(place, key.expression(), results);
        SortItem resolved = new SortItem(item.getLocation().orElseThrow(), key.expression(), item.getOrdering(), item
                .getNullOrdering());
        return new Item(key, ExpressionFormatter.formatSortItems(List.of(resolved)));
    }

    private static boolean isResult(Resolved key, Set<String> results) {
        return key.expression() instanceof Identifier i && results.contains(i.getValue());
    }

    private Optional<Identifier> result(Refusal place, String name, Set<String> results) {
        return columns.find(name).map(column -> {
            if (column.asJson()) {
                throw nested(place, name);
            }
            results.add(column.name());
            return Identifiers.identifier(column.name());
        });
    }

    private static RuntimeException nested(Refusal place, String name) {
        return place.because("the nested column `" + name + "`",
                "Arrays, maps and structs have no order; order by a field of it under a name of its own, or by another column.");
    }

    /** A bare name needs no quotes, even where it is a reserved word or has a hyphen. */
    private Refusal quoted(Refusal place) {
        Matcher plain = PLAIN.matcher(place.text());
        if (plain.matches()) {
            String name = plain.group("name");
            if (columns.find(name).isPresent() || names.find(name).isPresent()) {
                return new Refusal(FIELD, Identifiers.quoted(name) + plain.group("order"));
            }
        }
        return place;
    }

    /**
     * One sort item.
     *
     * @param key the expression to sort by
     * @param sql the whole item
     */
    record Item(Resolved key, String sql) {}
}
