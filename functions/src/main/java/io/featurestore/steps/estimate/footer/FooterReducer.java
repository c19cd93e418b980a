package io.featurestore.steps.estimate.footer;

import io.featurestore.records.parquet.read.pages.ParquetFooter;
import io.featurestore.sql.Filter;
import io.featurestore.sql.Reading;
import io.featurestore.steps.estimate.footer.SchemaLeaves.Leaf;
import io.featurestore.store.files.DataFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;

/// Reduces each footer to totals at once, so that each reader holds at most one footer in memory.
public final class FooterReducer {
    private final Filter where;
    private final List<TimeWindow> windows;
    private final Reading reading;
    private final boolean prunes;
    private final Set<String> known;
    private final Set<String> goingOut;

    /// Creates a reducer for the columns that a query reads.
    ///
    /// @param windows the request's conditions on times
    /// @param prunes whether the engine leaves out partitions that the request's condition excludes
    public FooterReducer(Reading reading, List<TimeWindow> windows, boolean prunes) {
        this.prunes = prunes;
        this.where = reading.where();
        this.windows = windows;
        this.reading = reading;
        this.known = new HashSet<>(reading.columns());
        reading.counting().ifPresent(c -> known.addAll(c.columns()));
        this.goingOut =
                reading.sources().stream().flatMap(s -> s.column().stream()).collect(Collectors.toUnmodifiableSet());
    }

    public FileSums of(DataFile file, FileMetaData footer) {
        List<Leaf> leaves = SchemaLeaves.of(FooterFields.schema(footer));
        Set<String> present = leaves.stream().map(Leaf::column).collect(Collectors.toSet());
        long size = file.object().size();
        FileSums sums = new FileSums(
                1,
                size,
                0,
                CountRange.NONE,
                CountRange.NONE,
                0,
                0,
                0,
                scans().size() * FileReads.ofFile(size),
                Map.of());
        for (RowGroup group : FooterFields.rowGroups(footer)) {
            sums = sums.plus(group(file, group, leaves, present));
        }
        return sums;
    }

    private FileSums group(DataFile file, RowGroup group, List<Leaf> leaves, Set<String> present) {
        long rows = group.getNum_rows();
        Map<String, ValueBounds> values = new HashMap<>();
        Map<String, ColumnSums> columns = new HashMap<>();
        Map<String, Long> bytes = new HashMap<>();
        Map<String, List<FileReads.Chunk>> chunks = new HashMap<>();
        long end = 0;
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            if (!known.contains(leaf.column())) {
                continue;
            }
            ColumnMetaData chunk = FooterFields.chunk(group, i);
            bytes.merge(leaf.column(), chunk.getTotal_compressed_size(), Long::sum);
            // Iceberg's metadata have no offsets; the chunks then count as side by side.
            FileReads.Chunk place =
                    new FileReads.Chunk(Math.max(end, ParquetFooter.start(chunk)), chunk.getTotal_compressed_size());
            end = place.end();
            chunks.computeIfAbsent(leaf.column(), _ -> new ArrayList<>()).add(place);
            ValueBounds bounds =
                    FooterStatistics.bounds(leaf.element(), chunk, leaf.nested() ? chunk.getNum_values() : rows);
            if (!leaf.nested()) {
                values.put(leaf.column(), bounds);
            }
            if (goingOut.contains(leaf.column())) {
                boolean first = !columns.containsKey(leaf.column());
                columns.merge(
                        leaf.column(),
                        leaf.nested() ? nested(leaf, chunk, bounds, first ? rows : 0) : plain(leaf, chunk, bounds),
                        ColumnSums::plus);
            }
        }
        addAbsent(file, rows, present, columns);
        Function<String, ValueBounds> lookup = name -> lookup(file, rows, present, values, name);
        CountRange looked = new CountRange(rows, rows);
        boolean skipped = false;
        for (TimeWindow window : windows) {
            CountRange within = window.count(lookup.apply(window.column()));
            skipped |= within.most() == 0;
            looked = looked.and(within, rows);
        }
        CountRange deletions = RowBounds.count(Reading.deleted(), rows, lookup);
        CountRange selected = looked.and(RowBounds.count(where, rows, lookup), rows);
        long undeleted = Math.min(selected.most(), rows - deletions.least());
        // The engine skips a row group if its statistics rule out a comparison of a bare column.
        boolean hasTombstones = !skipped && deletions.most() > 0;
        boolean excluded =
                prunes && RowBounds.partition(where, file.partition()).most() == 0;
        long scanned = skipped || excluded ? 0 : sum(bytes, reading.columns());
        scanned += hasTombstones ? sum(bytes, reading.tombstones()) : 0;
        long counted = 0;
        if (reading.counting().isPresent()) {
            Reading.Counting counting = reading.counting().get();
            counted += skipped ? 0 : sum(bytes, counting.columns());
            counted += hasTombstones ? sum(bytes, counting.tombstones()) : 0;
        }
        boolean reads = !skipped && !excluded;
        long requests = FileReads.whole(file.object().size())
                ? 0
                : scans().stream()
                        .filter(scan -> scan.tombstones() ? hasTombstones : reads)
                        .mapToLong(scan -> FileReads.ofChunks(scan.columns().stream()
                                .flatMap(column -> chunks.getOrDefault(column, List.of()).stream())
                                .toList()))
                        .sum();
        return new FileSums(
                0, 0, rows, selected, deletions.and(looked, rows), undeleted, scanned, counted, requests, columns);
    }

    /// Describes one pass of a statement over the files.
    ///
    /// @param columns the columns that it reads
    /// @param tombstones whether it reads only row groups that may hold tombstones
    private record Scan(List<String> columns, boolean tombstones) {}

    /// Returns the passes of both statements over the files.
    private List<Scan> scans() {
        List<Scan> scans = new ArrayList<>(List.of(new Scan(reading.columns(), false)));
        scans.add(new Scan(reading.tombstones(), true));
        reading.counting().ifPresent(counting -> {
            scans.add(new Scan(counting.columns(), false));
            scans.add(new Scan(counting.tombstones(), true));
        });
        scans.removeIf(scan -> scan.tombstones() && scan.columns().isEmpty());
        return scans;
    }

    private static long sum(Map<String, Long> bytes, List<String> columns) {
        return columns.stream().mapToLong(c -> bytes.getOrDefault(c, 0L)).sum();
    }

    private static ColumnSums plain(Leaf leaf, ColumnMetaData chunk, ValueBounds bounds) {
        long nulls = Math.max(0, bounds.nulls());
        long values = bounds.rows() - nulls;
        double text = ValueLength.of(leaf.element(), chunk, bounds, values) * values;
        return new ColumnSums(
                bounds.rows(),
                nulls,
                text,
                text + (quoted(leaf) ? 2.0 * values : 0),
                Map.of(leaf.path(), LeafSums.of(kind(leaf), chunk, bounds, text)));
    }

    /// Totals a nested leaf. The result holds nested values as JSON, whose quotes CSV doubles.
    private static ColumnSums nested(Leaf leaf, ColumnMetaData chunk, ValueBounds bounds, long rows) {
        long values = bounds.rows() - Math.max(0, bounds.nulls());
        int quotes = (quoted(leaf) || leaf.key() ? 2 : 0) + leaf.nameQuotes();
        double json =
                (ValueLength.of(leaf.element(), chunk, bounds, values) + leaf.names() + 1 + quotes - leaf.nameQuotes())
                                * values
                        + 2.0 * leaf.depth() * rows;
        double csv = json + (double) quotes * values;
        return new ColumnSums(rows, 0, csv, json, Map.of(leaf.path(), LeafSums.of(kind(leaf), chunk, bounds, csv)));
    }

    private static LeafSums.Kind kind(Leaf leaf) {
        SchemaElement element = leaf.element();
        return switch (FooterFields.type(element)) {
            case BOOLEAN -> LeafSums.Kind.BOOLEAN;
            case INT32, INT64 ->
                FooterStatistics.isDecimal(element)
                        ? LeafSums.Kind.FLOATING
                        : isTime(element) ? LeafSums.Kind.TIME : LeafSums.Kind.INTEGER;
            case FLOAT, DOUBLE -> LeafSums.Kind.FLOATING;
            case INT96 -> LeafSums.Kind.TIME;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
                FooterStatistics.isDecimal(element) ? LeafSums.Kind.FLOATING : LeafSums.Kind.TEXT;
        };
    }

    private static boolean quoted(Leaf leaf) {
        return switch (FooterFields.type(leaf.element())) {
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> !FooterStatistics.isDecimal(leaf.element());
            case INT96 -> true;
            case INT32, INT64 -> isTime(leaf.element());
            case BOOLEAN, FLOAT, DOUBLE -> false;
        };
    }

    private static boolean isTime(SchemaElement element) {
        LogicalType type = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        return type != null && (type.isSetTIMESTAMP() || type.isSetDATE())
                || converted == ConvertedType.DATE
                || converted == ConvertedType.TIMESTAMP_MILLIS
                || converted == ConvertedType.TIMESTAMP_MICROS;
    }

    /// Adds the exported columns that the file does not store: partition keys, and columns that were added to
    /// the table later.
    private void addAbsent(DataFile file, long rows, Set<String> present, Map<String, ColumnSums> columns) {
        Set<String> absent = new HashSet<>(goingOut);
        absent.removeAll(present);
        for (String name : absent) {
            String value = file.partition().get(name);
            double text = value == null ? 0 : (double) rows * value.length();
            ValueBounds bounds = value == null ? ValueBounds.allNull(rows) : ValueBounds.constant(rows, value);
            columns.put(
                    name,
                    new ColumnSums(
                            rows,
                            bounds.nulls(),
                            text,
                            value == null ? 0 : text + 2.0 * rows,
                            Map.of(name, LeafSums.absent(bounds, text))));
        }
    }

    private static ValueBounds lookup(
            DataFile file, long rows, Set<String> present, Map<String, ValueBounds> known, String name) {
        String value = file.partition().get(name);
        if (value != null) {
            return ValueBounds.constant(rows, value);
        }
        if (!present.contains(name.toLowerCase(Locale.ROOT))) {
            return ValueBounds.allNull(rows);
        }
        return known.getOrDefault(name, ValueBounds.unknown(rows));
    }
}
