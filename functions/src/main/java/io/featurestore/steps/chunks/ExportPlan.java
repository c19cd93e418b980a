package io.featurestore.steps.chunks;

import java.util.List;
import java.util.Optional;

import io.featurestore.export.ExportRequest;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.online.OnlineSpec;

/**
 * What every chunk of an export is converted by. Lies at {@code <work>plan.json}, so that payloads stay small.
 *
 * @param source the query's result
 * @param headerEnd the byte after the result's header record
 * @param resultRows records the engine says it wrote
 * @param columns the result's columns, in order
 * @param format the output's format
 * @param compression the output's compression
 * @param handling how the result becomes the output
 * @param partFiles whether every chunk's part is an output file of its own (output is a prefix)
 * @param parts the prefix of the parts, in the work prefix
 * @param online the online-compatible transform; empty for a plain export
 * @param observed what is gathered of the records on their way; empty where nobody asked
 */
public record ExportPlan(ObjectRef source, long headerEnd, long resultRows, List<OutputColumn> columns, Format format,
        Compression compression, Handling handling, boolean partFiles, S3Uri parts, Optional<OnlineSpec> online,
        Optional<Observed> observed) {
    /** How the result becomes the output. */
    public enum Handling {
        /** The result's own bytes, copied on the server side: uncompressed CSV in one object. Chunks only where records are observed; their parts are empty. */
        COPY,
        /** The result's own bytes in any ranges, compressed: CSV in one object. Chunks need no record bounds. */
        BYTES,
        /** Whole records, bytes as they are: CSV in part files. */
        RAW_RECORDS,
        /** Whole records, parsed and written in another form. */
        RECORDS;

        /**
         * Returns how the result of a request becomes its output. The plan and the estimate both ask here.
         *
         * @param renames whether a column has another name in the output than in the result
         */
        public static Handling of(ExportRequest request, boolean renames) {
            if (request.format() != Format.CSV || request.onlineCompatible()) {
                return RECORDS;
            }
            if (request.output().isPrefix()) {
                return RAW_RECORDS;
            }
            return request.compression() == Compression.NONE && !renames ? COPY : BYTES;
        }
    }

    /** Copies the columns. */
    public ExportPlan {
        columns = List.copyOf(columns);
    }

    /** Returns whether converters have anything to do. */
    public boolean hasChunks() {
        return handling != Handling.COPY || observed.isPresent();
    }

    /** Returns whether converters look for the bounds of records; else they take bytes as they come. */
    public boolean boundsRecords() {
        return handling != Handling.BYTES || observed.isPresent();
    }
}
