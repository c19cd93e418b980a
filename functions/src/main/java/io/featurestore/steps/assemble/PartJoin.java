package io.featurestore.steps.assemble;

import io.featurestore.records.Format;
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

    private static List<Segment> parquet(ObjectStore store, List<ObjectRef> parts) {
        ParquetAssembly.Assembled file = ParquetAssembly.of(store, parts);
        List<Segment> segments = new ArrayList<>();
        segments.add(Segment.InMemory.whole(ParquetAssembly.magic()));
        file.pieces().forEach(piece -> segments.add(new Segment.OfObject(piece.part(), piece.start(), piece.end())));
        file.footer().forEach(block -> segments.add(Segment.InMemory.whole(block)));
        return segments;
    }
}
