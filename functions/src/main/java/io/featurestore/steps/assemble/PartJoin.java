package io.featurestore.steps.assemble;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/// Joins parts to one file, in the way that the format requires.
public final class PartJoin {
    private PartJoin() {}

    /// Returns the bytes of the joined file.
    ///
    /// @param parts the parts in the order of their records; at least one
    public static List<Segment> segments(Format format, ObjectStore store, List<ObjectRef> parts) {
        return switch (format) {
            case CSV, JSON ->
                parts.stream().<Segment>map(Segment.OfObject::whole).toList();
            case PARQUET -> parquet(store, parts);
        };
    }

    /// Returns the bytes of a Parquet file with the row groups of an engine's files.
    ///
    /// @param files the files in the order of their records; none if there are no records
    /// @param columns the columns of the output
    /// @param compression the compression of a file without records
    public static List<Segment> carried(
            ObjectStore store, List<ObjectRef> files, List<OutputColumn> columns, Compression compression) {
        return files.isEmpty()
                ? List.of(Segment.InMemory.whole(ParquetAssembly.empty(columns, compression)))
                : segments(ParquetAssembly.carried(store, files, columns));
    }

    private static List<Segment> parquet(ObjectStore store, List<ObjectRef> parts) {
        return segments(ParquetAssembly.of(store, parts));
    }

    private static List<Segment> segments(ParquetAssembly.Assembled file) {
        List<Segment> segments = new ArrayList<>();
        segments.add(Segment.InMemory.whole(ParquetAssembly.magic()));
        file.pieces().forEach(piece -> segments.add(new Segment.OfObject(piece.part(), piece.start(), piece.end())));
        file.footer().forEach(block -> segments.add(Segment.InMemory.whole(block)));
        return segments;
    }
}
