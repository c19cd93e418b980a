package io.featurestore.records.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;

/**
 * What is gathered of records. Gatherings of the same columns merge, in any order, to what one of all their records
 * would be. Size and memory are bounded by the number of columns alone: some 60 kB for each, and 15 kB where there are
 * many.
 */
public final class TableProfile {
    /** Changes with what is written. */
    private static final int VERSION = 1;
    private static final int MANY_COLUMNS = 200;
    private static final int SLOTS = 512;
    private static final int FEW_SLOTS = 128;

    private final List<ColumnProfile.Settings> settings;
    private final ColumnProfile[] columns;

    /** Gathers of records of these columns; the event time is looked at as an instant, whatever its type. */
    public TableProfile(List<OutputColumn> columns, Optional<String> eventTime) {
        int slots = columns.size() > MANY_COLUMNS ? FEW_SLOTS : SLOTS;
        settings = columns.stream()
                .map(column -> new ColumnProfile.Settings(column, eventTime.filter(name -> name.equalsIgnoreCase(column
                        .name())).isPresent(), slots))
                .toList();
        this.columns = settings.stream().map(ColumnProfile::new).toArray(ColumnProfile[]::new);
    }

    /** Adds a record. */
    public void add(Fields record) {
        for (int i = 0; i < columns.length; i++) {
            if (record.isNull(i)) {
                columns[i].addNull();
            } else {
                columns[i].add(record.bytes(), record.start(i), record.length(i));
            }
        }
    }

    /** Adds what {@link #write} wrote of a gathering of the same columns. */
    public void merge(DataInput in) throws IOException {
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException("statistics of version " + version + " where " + VERSION + " is read");
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i].merge(ColumnProfile.read(settings.get(i), in));
        }
    }

    /** Writes everything that was gathered. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        for (ColumnProfile column : columns) {
            column.write(out);
        }
    }

    /** Returns the statistics, in the columns' order. */
    public List<ColumnStatistics> statistics() {
        List<ColumnStatistics> statistics = new ArrayList<>();
        for (ColumnProfile column : columns) {
            statistics.add(column.statistics());
        }
        return List.copyOf(statistics);
    }
}
