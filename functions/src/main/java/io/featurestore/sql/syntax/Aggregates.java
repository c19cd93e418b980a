package io.featurestore.sql.syntax;

import io.trino.sql.tree.Expression;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// Knows the engine's aggregate functions (Trino's documentation, "Aggregate functions" and the sketches' pages).
public final class Aggregates {
    private static final Set<String> NAMES = Set.of(
            "any_value",
            "approx_distinct",
            "approx_most_frequent",
            "approx_percentile",
            "approx_set",
            "arbitrary",
            "array_agg",
            "avg",
            "bitwise_and_agg",
            "bitwise_or_agg",
            "bitwise_xor_agg",
            "bool_and",
            "bool_or",
            "checksum",
            "corr",
            "count",
            "count_if",
            "covar_pop",
            "covar_samp",
            "entropy",
            "every",
            "evaluate_classifier_predictions",
            "geometric_mean",
            "histogram",
            "kurtosis",
            "learn_classifier",
            "learn_libsvm_classifier",
            "learn_libsvm_regressor",
            "learn_regressor",
            "listagg",
            "make_set_digest",
            "map_agg",
            "map_union",
            "max",
            "max_by",
            "merge",
            "merge_set_digest",
            "min",
            "min_by",
            "multimap_agg",
            "numeric_histogram",
            "qdigest_agg",
            "reduce_agg",
            "regr_intercept",
            "regr_slope",
            "skewness",
            "stddev",
            "stddev_pop",
            "stddev_samp",
            "sum",
            "tdigest_agg",
            "var_pop",
            "var_samp",
            "variance");

    private Aggregates() {}

    /// Returns whether the node computes one value from a group of rows.
    public static boolean isAggregate(Node node) {
        return node instanceof FunctionCall call
                && call.getWindow().isEmpty()
                && (call.isDistinct()
                        || call.getFilter().isPresent()
                        || call.getOrderBy().isPresent()
                        || NAMES.contains(Identifiers.folded(call.getName().getSuffix())));
    }

    /// Returns whether the expression contains an aggregate.
    public static boolean within(Expression expression) {
        Deque<Node> open = new ArrayDeque<>(List.of(expression));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (isAggregate(node)) {
                return true;
            }
            AllowedSyntax.children(node).forEach(open::push);
        }
        return false;
    }
}
