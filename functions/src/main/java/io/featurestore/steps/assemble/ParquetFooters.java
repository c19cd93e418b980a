package io.featurestore.steps.assemble;

import io.featurestore.failure.Internal;
import io.featurestore.records.parquet.read.pages.NotParquetException;
import io.featurestore.steps.Limits;
import io.featurestore.store.objects.FooterReader;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.Parallel;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.format.FileMetaData;

/// Reads the footers of Parquet parts, several at a time.
public final class ParquetFooters {
    private final ObjectStore store;

    /// Creates a reader of parts in the given store.
    public ParquetFooters(ObjectStore store) {
        this.store = store;
    }

    /// Returns the footers in the order of the parts. At most [Limits#SMALL_READS] of them are in memory at a
    /// time.
    Iterator<FileMetaData> inOrder(List<ObjectRef> parts) {
        return IntStream.iterate(0, from -> from < parts.size(), from -> from + Limits.SMALL_READS)
                .mapToObj(from -> parts.subList(from, Math.min(parts.size(), from + Limits.SMALL_READS)))
                .flatMap(batch -> Parallel.map(batch, Limits.SMALL_READS, this::read).stream())
                .iterator();
    }

    /// Returns the footer of one part.
    public FileMetaData read(ObjectRef part) {
        try {
            return FooterReader.read(store, part);
        } catch (NotParquetException e) {
            throw new Internal(
                    "The part " + part.uri() + " is not a complete Parquet file: " + e.getMessage() + ".", e);
        }
    }
}
