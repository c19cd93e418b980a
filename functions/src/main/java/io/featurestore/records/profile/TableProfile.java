package io.featurestore.records.profile;

import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Profiles the columns of records in one pass. Profiles of the same columns can be merged in any order; the
/// result is the profile of all records, within the errors that [ColumnStatistics] states. Size and memory depend
/// only on the number of columns: about 60 kB per column, or 15 kB if there are more than 200 columns.
public final class TableProfile {
    /// Version of the serialized form.
    private static final int VERSION = 1;
    private static final int MANY_COLUMNS = 200;
    private static final int SLOTS = 512;
    private static final int FEW_SLOTS = 128;

    private final List<ColumnProfile.Settings> settings;
    private final ColumnProfile[] columns;

    /// Creates an empty profile.
    ///
    /// @param columns the columns of the records
    /// @param eventTime name of the event time, which is profiled as an instant whatever its type; it need not be
    ///     among the columns
    public TableProfile(List<OutputColumn> columns, Optional<String> eventTime) {
        int slots = columns.size() > MANY_COLUMNS ? FEW_SLOTS : SLOTS;
        settings = columns.stream()
                .map(column -> new ColumnProfile.Settings(
                        column,
                        eventTime
                                .filter(name -> name.equalsIgnoreCase(column.name()))
                                .isPresent(),
                        slots))
                .toList();
        this.columns = settings.stream().map(ColumnProfile::new).toArray(ColumnProfile[]::new);
    }

    /// Adds a record.
    public void add(Fields record) {
        for (int i = 0; i < columns.length; i++) {
            if (record.isNull(i)) {
                columns[i].addNull();
            } else {
                columns[i].add(record.bytes(), record.start(i), record.length(i));
            }
        }
    }

    /// Adds a profile of the same columns that [#write] wrote.
    ///
    /// @throws IOException if it has another version
    public void merge(DataInput in) throws IOException {
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException("statistics of version " + version + " where " + VERSION + " is read");
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i].merge(ColumnProfile.read(settings.get(i), in));
        }
    }

    /// Writes the profile in its serialized form.
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        for (ColumnProfile column : columns) {
            column.write(out);
        }
    }

    /// Returns the statistics of each column, in the order of the columns.
    public List<ColumnStatistics> statistics() {
        List<ColumnStatistics> statistics = new ArrayList<>();
        for (ColumnProfile column : columns) {
            statistics.add(column.statistics());
        }
        return List.copyOf(statistics);
    }
}
