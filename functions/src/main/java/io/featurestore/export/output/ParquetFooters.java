package io.featurestore.export.output;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.parquet.format.FileMetaData;

import io.featurestore.export.Limits;
import io.featurestore.export.conversion.parquet.FooterReader;
import io.featurestore.export.failure.ExportFailure;
import io.featurestore.export.objects.ObjectRef;
import io.featurestore.export.objects.ObjectStore;
import io.featurestore.export.objects.Parallel;

/** Reads the footers of Parquet parts, several at a time. */
final class ParquetFooters {
    private final ObjectStore store;

    ParquetFooters(ObjectStore store) {
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
    FileMetaData read(ObjectRef part) {
        try {
            return FooterReader.read(store, part);
        } catch (FooterReader.NotParquetException e) {
            throw new ExportFailure.Internal("The part " + part.uri() + " is no whole Parquet file: " + e.getMessage()
                    + ".", e);
        }
    }
}
