package io.featurestore.steps.assemble;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.parquet.format.FileMetaData;

import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.Limits;
import io.featurestore.store.objects.FooterReader;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.Parallel;

/** Reads the footers of Parquet parts, several at a time. */
public final class ParquetFooters {
    private final ObjectStore store;

    public ParquetFooters(ObjectStore store) {
        this.store = store;
    }

    /** Gives the parts' footers in the parts' order, {@link Limits#SMALL_READS} of them in memory at a time. */
    Iterator<FileMetaData> inOrder(List<ObjectRef> parts) {
        return IntStream.iterate(0, from -> from < parts.size(), from -> from + Limits.SMALL_READS)
                .mapToObj(from -> parts.subList(from, Math.min(parts.size(), from + Limits.SMALL_READS)))
                .flatMap(some -> Parallel.map(some, Limits.SMALL_READS, this::read).stream())
                .iterator();
    }

    /** Returns the footer of one part. */
    public FileMetaData read(ObjectRef part) {
        try {
            return FooterReader.read(store, part);
        } catch (FooterReader.NotParquetException e) {
            throw new ExportFailure.Internal("The part " + part.uri() + " is no whole Parquet file: " + e.getMessage()
                    + ".", e);
        }
    }
}
