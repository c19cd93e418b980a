package io.featurestore.steps.estimate;

import io.featurestore.sql.Reading;
import io.featurestore.sql.history.History;
import io.featurestore.sql.history.PartitionRange;
import io.featurestore.steps.estimate.footer.RowBounds;
import io.featurestore.store.Table;
import io.featurestore.store.files.RowSelection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Says which rows an export's query needs: those of its event-time range that its condition may keep.
final class QuerySelection implements RowSelection {
    private final History history;
    private final Table table;
    private final Reading reading;

    QuerySelection(History history, Table table, Reading reading) {
        this.history = history;
        this.table = table;
        this.reading = reading;
    }

    @Override
    public boolean mayKeep(Map<String, String> partition) {
        return PartitionRange.mayKeep(table, history.eventTimeFrom(), history.eventTimeTo(), partition)
                && RowBounds.partition(reading.where(), partition).most() > 0;
    }

    @Override
    public Optional<Set<Object>> values(String key) {
        return FilterValues.equal(reading.where(), key);
    }

    @Override
    public Optional<String> catalogFilter() {
        return PartitionRange.catalogFilter(table, history.eventTimeFrom(), history.eventTimeTo());
    }

    @Override
    public List<ColumnRange> ranges() {
        return FilterValues.ranges(reading.where());
    }

    @Override
    public List<String> columns() {
        return reading.columns();
    }
}
