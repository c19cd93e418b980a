package io.featurestore.local.glue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Filters partitions by the `Expression` of GetPartitions
/// (docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html). It supports `key = value` and
/// `key IN (value, …)`, joined by AND; Glue supports more.
final class PartitionFilter {
    private static final Pattern TERM = Pattern.compile(
            "\\s*(\\w+)\\s*(?:=\\s*('(?:[^']|'')*'|-?\\d+)|IN\\s*\\(([^()]*)\\))\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern VALUE = Pattern.compile("'((?:[^']|'')*)'|(-?\\d+)");

    private final List<Term> terms;

    private record Term(int key, Set<String> values) {}

    private PartitionFilter(List<Term> terms) {
        this.terms = terms;
    }

    /// Parses an expression. An empty expression keeps all partitions.
    static PartitionFilter parse(String expression, List<Catalog.Column> keys) {
        List<Term> terms = new ArrayList<>();
        if (!expression.isBlank()) {
            for (String text : expression.split("(?i)\\bAND\\b", -1)) {
                terms.add(term(text, keys));
            }
        }
        return new PartitionFilter(List.copyOf(terms));
    }

    private static Term term(String text, List<Catalog.Column> keys) {
        Matcher term = TERM.matcher(text);
        if (!term.matches()) {
            throw GlueInput.invalid("Expression is not served here: " + text);
        }
        String name = TableJson.name(term.group(1));
        int key = keys.stream().map(Catalog.Column::name).toList().indexOf(name);
        if (key < 0) {
            throw GlueInput.invalid("Expression names no partition key: " + name);
        }
        Set<String> values = new HashSet<>();
        Matcher value = VALUE.matcher(term.group(2) == null ? term.group(3) : term.group(2));
        while (value.find()) {
            values.add(value.group(1) == null ? value.group(2) : value.group(1).replace("''", "'"));
        }
        return new Term(key, values);
    }

    boolean keeps(List<String> values) {
        return terms.stream().allMatch(term -> term.values().contains(values.get(term.key())));
    }
}
