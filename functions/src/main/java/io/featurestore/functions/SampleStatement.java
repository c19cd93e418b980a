package io.featurestore.functions;

import io.featurestore.records.ColumnType;
import io.featurestore.sql.QueryBuilder;
import io.featurestore.sql.QuerySpec;
import io.featurestore.sql.Selection;
import io.featurestore.sql.history.History;
import io.featurestore.store.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/// Builds a sample statement before a snapshot is taken, because loading the SQL parser is the slowest part of a
/// first call.
final class SampleStatement {
    private static final Selection SELECTION = new Selection(
            List.of("id", "max(event_time) AS newest"),
            false,
            Optional.of("event_time > 0 AND id LIKE 'a%'"),
            List.of("id"),
            List.of("newest DESC"),
            OptionalLong.empty(),
            Map.of());
    private static final History HISTORY =
            new History(History.Records.LATEST, false, Optional.empty(), Optional.empty(), Optional.empty());

    private static final AtomicBoolean CALLED = new AtomicBoolean();

    private SampleStatement() {}

    /// Builds the statement on another thread at the first call. Loading the parser takes as long as all service
    /// calls before it is needed, so a first call does both at the same time.
    static void buildBesideFirstCall() {
        if (CALLED.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().start(SampleStatement::build);
        }
    }

    static void build() {
        Table table = new Table(
                "group",
                "AwsDataCatalog",
                "database",
                "table",
                false,
                true,
                "id",
                "event_time",
                List.of(
                        new Table.Feature("id", Table.FeatureType.STRING),
                        new Table.Feature("event_time", Table.FeatureType.FRACTIONAL)),
                List.of(
                        column("id", "string"),
                        column("event_time", "double"),
                        column("write_time", "timestamp"),
                        column("api_invocation_time", "timestamp"),
                        column("is_deleted", "boolean")),
                List.of(column("year", "string")));
        QueryBuilder.build(new QuerySpec(SELECTION, HISTORY, Optional.empty()), table);
    }

    private static Table.Column column(String name, String type) {
        return new Table.Column(name, ColumnType.parse(type));
    }
}
