package io.featurestore.local.athena.types;

import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Node;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/// Holds the types of the expressions of a query.
public final class Analysis {
    private final IdentityHashMap<Expression, Type> types = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, Type> coercions = new IdentityHashMap<>();
    private final IdentityHashMap<Node, List<Type>> rows = new IdentityHashMap<>();
    private List<Output> outputs = List.of();

    Analysis() {}

    /// A column of the whole query.
    ///
    /// @param name the name, if it has one
    /// @param type the type
    public record Output(Optional<String> name, Type type) {}

    void type(Expression expression, Type type) {
        types.put(expression, type);
        coercions.remove(expression);
    }

    /// Notes that an expression is used as a value of another type.
    void coerce(Expression expression, Type target) {
        Type own = type(expression);
        if (!own.equals(target) && !own.isUntyped() && !target.isUntyped()) {
            coercions.put(expression, target);
        }
    }

    void rows(Node relation, List<Type> columns) {
        rows.put(relation, columns);
    }

    void outputs(List<Output> columns) {
        outputs = List.copyOf(columns);
    }

    /// Returns the type that an expression has by itself.
    public Type type(Expression expression) {
        return types.getOrDefault(expression, Type.UNTYPED);
    }

    /// Returns the type that an expression is coerced to, if it is coerced.
    public Optional<Type> coercion(Expression expression) {
        return Optional.ofNullable(coercions.get(expression));
    }

    /// Returns the type of an expression after its coercion.
    public Type used(Expression expression) {
        return coercion(expression).orElseGet(() -> type(expression));
    }

    /// Returns the types of the columns that VALUES or a set operation gives, if they are known.
    public Optional<List<Type>> rows(Node relation) {
        return Optional.ofNullable(rows.get(relation));
    }

    /// Returns the columns of the whole query; empty if they are not known.
    public List<Output> outputs() {
        return outputs;
    }
}
