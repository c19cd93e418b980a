package io.featurestore.sql;

import io.featurestore.failure.IncompatibleSchema;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.text.Spelling;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.store.Table;
import io.featurestore.store.online.OnlineForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Names the columns of the output. Applies `columnMapping` and the naming rules of online-compatible output.
final class OutputColumns {
    private final QuerySpec spec;
    private final Table table;
    private final ColumnList columns;

    OutputColumns(QuerySpec spec, Table table, ColumnList columns) {
        this.spec = spec;
        this.table = table;
        this.columns = columns;
    }

    /// Returns the output's columns.
    ///
    /// @throws InvalidRequest if the mapping renames a column that is not selected, or renames a column twice
    /// @throws IncompatibleSchema if two columns get the same name, or a bulk put does not accept records with
    ///     these columns
    List<OutputColumn> columns() {
        Map<String, String> mapping = mapping();
        List<OutputColumn> outputs = columns.all().stream()
                .map(c -> new OutputColumn(c.name(), mapping.getOrDefault(c.name(), c.spelled()), c.type(), c.asJson()))
                .toList();
        checkDistinct(outputs);
        spec.online().ifPresent(online -> checkOnline(online, outputs));
        return outputs;
    }

    private Map<String, String> mapping() {
        Map<String, String> mapping = new HashMap<>();
        spec.selection().columnMapping().forEach((from, to) -> {
            SelectedColumn column = columns.find(from)
                    .orElseThrow(() ->
                            new InvalidRequest("`columnMapping`: no selected column is named `%s`. %sSelected are %s."
                                    .formatted(
                                            from,
                                            Spelling.nearest(from, names())
                                                    .map(n -> "Did you mean `" + n + "`? ")
                                                    .orElse(""),
                                            String.join(", ", names()))));
            if (mapping.put(column.name(), to) != null) {
                throw new InvalidRequest("`columnMapping`: the column `%s` is renamed twice. Keep one entry of it."
                        .formatted(column.name()));
            }
        });
        return mapping;
    }

    private List<String> names() {
        return columns.all().stream().map(SelectedColumn::spelled).toList();
    }

    private void checkDistinct(List<OutputColumn> outputs) {
        Map<String, OutputColumn> seen = new HashMap<>();
        for (OutputColumn output : outputs) {
            OutputColumn other = seen.put(
                    spec.online().isPresent() ? Identifiers.folded(output.outputName()) : output.outputName(), output);
            if (other != null) {
                throw new IncompatibleSchema(
                        "The columns `%s` and `%s` both get the output name `%s`. Map one of them to another name."
                                .formatted(other.name(), output.name(), output.outputName()));
            }
        }
    }

    private void checkOnline(OnlineForm online, List<OutputColumn> outputs) {
        List<String> reserved = new ArrayList<>(TableNames.SYSTEM_COLUMNS);
        table.partitionKeys().forEach(k -> reserved.add(k.name()));
        String notAllowed = columns.all().stream()
                .filter(c -> reserved.contains(c.name())
                        || c.source().filter(reserved::contains).isPresent())
                .map(SelectedColumn::spelled)
                .collect(Collectors.joining("`, `"));
        if (!notAllowed.isEmpty()) {
            throw new IncompatibleSchema(
                    "`columns`: `%s` is a system or partition column, which a bulk put does not accept. Leave it out."
                            .formatted(notAllowed));
        }
        String identifier = online.recordIdentifier().orElse(table.recordIdentifier());
        if (outputs.stream()
                        .noneMatch(o ->
                                identifier.equalsIgnoreCase(o.name()) || identifier.equalsIgnoreCase(o.outputName()))
                && source(identifier).isEmpty()) {
            throw new IncompatibleSchema(
                    "The record identifier `%s` is not among the output columns, and a bulk put requires it. Add it to `columns`, or name the identifier's column in `recordIdentifier`."
                            .formatted(identifier));
        }
    }

    private Optional<SelectedColumn> source(String column) {
        return columns.all().stream()
                .filter(c -> c.source().filter(column::equalsIgnoreCase).isPresent())
                .findFirst();
    }
}
