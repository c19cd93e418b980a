package io.featurestore.steps.chunks;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.work.Form;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.RowPath;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.online.OnlineSpec;
import java.util.List;
import java.util.Optional;

/// Tells converters how to convert a chunk. It is stored in the work folder, so that payloads stay small.
///
/// @param source the query's result
/// @param headerEnd the byte after the result's header record
/// @param resultRows the number of records that the engine reports; negative if it reports none
/// @param columns the result's columns, in order
/// @param format the output's format
/// @param compression the output's compression
/// @param handling how the result is turned into the output
/// @param partFiles whether every part becomes its own output file, because the output is a prefix
/// @param parts the prefix of the parts, in the work prefix
/// @param online the online-compatible transform; empty for a plain export
/// @param profile the statistics and checks to compute during the conversion; empty if none are requested
public record Plan(
        ObjectRef source,
        long headerEnd,
        long resultRows,
        List<OutputColumn> columns,
        Format format,
        Compression compression,
        Handling handling,
        boolean partFiles,
        S3Uri parts,
        Optional<OnlineSpec> online,
        Optional<ProfileRequest> profile) {
    /// Names the ways to turn the result into the output.
    public enum Handling {
        /// S3 copies the bytes of the result: uncompressed CSV in one object. There are chunks only if a
        /// profile is requested; their parts are empty.
        COPY,
        /// The bytes of the result are compressed: CSV in one object. A chunk may begin and end inside a
        /// record.
        BYTES,
        /// Whole records are taken over without being parsed: CSV in part files.
        RAW_RECORDS,
        /// Records are parsed and written in another form.
        RECORDS;

        /// Returns how the result of a job's query will be turned into its output.
        public static Handling of(Job job) {
            return of(
                    job.form(),
                    job.online().isPresent(),
                    job.query().columns().stream()
                            .anyMatch(column -> !column.name().equals(column.outputName())));
        }

        /// Returns how the result is turned into an output of the given form. Both the plan and the estimate
        /// use this method.
        ///
        /// @param online whether the records go through the online-compatible transform
        /// @param renames whether a column has another name in the output than in the result
        public static Handling of(Form form, boolean online, boolean renames) {
            if (form.format() != Format.CSV || online) {
                return RECORDS;
            }
            if (form.output().isPrefix()) {
                return RAW_RECORDS;
            }
            return form.compression() == Compression.NONE && !renames ? COPY : BYTES;
        }

        /// Returns how the rows of such an output came from the query.
        public RowPath path() {
            return this == COPY ? RowPath.COPY : RowPath.SELECT;
        }
    }

    /// Makes the list immutable.
    public Plan {
        columns = List.copyOf(columns);
    }

    /// Returns whether there is anything to convert.
    public boolean hasChunks() {
        return handling != Handling.COPY || profile.isPresent();
    }

    /// Returns whether converters search for the bounds of records. Otherwise they take the bytes of a chunk
    /// as they are.
    public boolean findsRecordBounds() {
        return handling != Handling.BYTES || profile.isPresent();
    }
}
