package io.featurestore.local.athena.types;

import io.trino.sql.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Holds the columns that an expression can name.
///
/// @param fields the columns of the relations in FROM, or the arguments of a lambda
/// @param open whether there may be more columns, whose names and types are not known
/// @param parent the columns of the query around this one
record Scope(List<Field> fields, boolean open, Optional<Scope> parent) {
    static final Scope EMPTY = new Scope(List.of(), false, Optional.empty());

    Scope {
        fields = List.copyOf(fields);
    }

    /// A column.
    ///
    /// @param relation the name of its table in parts, such as `catalog`, `schema` and `table`, or an alias; it may
    ///     be empty
    /// @param name the name; a column of a query may have none
    /// @param type the type
    /// @param hidden whether the column is missing from `SELECT *`
    record Field(List<String> relation, Optional<String> name, Type type, boolean hidden) {
        static Field of(Optional<String> name, Type type) {
            return new Field(List.of(), name, type, false);
        }

        Field in(String alias) {
            return new Field(List.of(alias), name, type, hidden);
        }

        private boolean matches(List<String> parts) {
            return name.filter(own -> own.equalsIgnoreCase(parts.getLast())).isPresent()
                    && isIn(parts.subList(0, parts.size() - 1));
        }

        /// Returns whether the column belongs to a table that is named like this.
        boolean isIn(List<String> prefix) {
            int skipped = relation.size() - prefix.size();
            if (skipped < 0) {
                return false;
            }
            for (int i = 0; i < prefix.size(); i++) {
                if (!relation.get(skipped + i).equalsIgnoreCase(prefix.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    Scope inside(Scope outer) {
        return new Scope(fields, open, Optional.of(outer));
    }

    /// Returns the columns of this scope and of another one.
    Scope and(Scope other) {
        List<Field> all = new ArrayList<>(fields);
        all.addAll(other.fields());
        return new Scope(all, open || other.open(), parent);
    }

    List<Field> visible() {
        return fields.stream().filter(field -> !field.hidden()).toList();
    }

    /// Returns the type of a column, or empty if there is no such column.
    ///
    /// @param parts the name with the name of its table before it, if any
    Optional<Type> type(List<String> parts, Node user) {
        List<Field> found =
                fields.stream().filter(field -> field.matches(parts)).toList();
        if (found.size() > 1) {
            throw InvalidSql.at(
                    user,
                    "AMBIGUOUS_NAME",
                    "Column '" + String.join(".", parts).toLowerCase(Locale.ROOT) + "' is ambiguous");
        }
        if (!found.isEmpty()) {
            return Optional.of(found.getFirst().type());
        }
        return open ? Optional.of(Type.UNTYPED) : parent.flatMap(outer -> outer.type(parts, user));
    }
}
