package io.featurestore.steps.estimate;

import io.featurestore.records.ColumnType.Simple;
import io.featurestore.records.ColumnType.Timestamp;
import io.featurestore.sql.Reading;
import io.featurestore.sql.history.History;
import io.featurestore.sql.history.PartitionRange;
import io.featurestore.sql.history.TextBounds;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.steps.estimate.footer.RowBounds;
import io.featurestore.store.Table;
import io.featurestore.store.Table.Column;
import io.featurestore.store.files.RowSelection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Says which rows an export's query needs: those of its event-time range that had been written by `asOf`. The
/// request's condition decides as well, but only if every row for itself is a record: a row that does not meet it may
/// be a deletion, or the newest version of a record.
final class QuerySelection implements RowSelection {
    private static final int NANOS = 9;

    private final History history;
    private final Table table;
    private final Reading reading;

    QuerySelection(History history, Table table, Reading reading) {
        this.history = history;
        this.table = table;
        this.reading = reading;
    }

    private boolean filters() {
        return !history.latest() && history.includeDeleted();
    }

    @Override
    public boolean mayKeep(Map<String, String> partition) {
        return PartitionRange.mayKeep(table, history.eventTimeFrom(), history.eventTimeTo(), partition)
                && (!filters()
                        || RowBounds.partition(reading.where(), partition).most() > 0);
    }

    @Override
    public Optional<Set<Object>> values(String key) {
        return filters() ? FilterValues.equal(reading.where(), key) : Optional.empty();
    }

    @Override
    public List<ColumnRange> ranges() {
        List<ColumnRange> ranges = new ArrayList<>(filters() ? FilterValues.ranges(reading.where()) : List.of());
        table.column(table.eventTime())
                .filter(_ -> history.limitsEventTime())
                .ifPresent(column -> ranges.add(range(column, history.eventTimeFrom(), history.eventTimeTo())));
        table.column(TableNames.WRITE_TIME)
                .filter(_ -> history.asOf().isPresent())
                .ifPresent(column -> ranges.add(range(column, Optional.empty(), history.asOf())));
        return ranges;
    }

    /// Returns the range of a column of times, as the statement's comparisons of the bare column have it.
    private static ColumnRange range(Column column, Optional<Instant> from, Optional<Instant> to) {
        if (column.type() == Simple.VARCHAR) {
            return new ColumnRange(
                    column.name(),
                    from.flatMap(TextBounds::least).map(t -> t),
                    to.flatMap(TextBounds::beyond).map(t -> t));
        }
        Function<Instant, Object> value = column.type() instanceof Timestamp
                ? t -> LocalDateTime.ofInstant(t, ZoneOffset.UTC)
                : QuerySelection::epochSeconds;
        return new ColumnRange(column.name(), from.map(value), to.map(value));
    }

    private static BigDecimal epochSeconds(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), NANOS));
    }

    @Override
    public List<String> columns() {
        Set<String> columns = new LinkedHashSet<>(reading.columns());
        reading.counting().ifPresent(counting -> columns.addAll(counting.columns()));
        return List.copyOf(columns);
    }
}
