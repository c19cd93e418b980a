package io.featurestore.steps.chunks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.work.Form;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.PathChoice;
import io.featurestore.steps.work.RowPath;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.online.OnlineSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Tells converters how to convert a chunk. It is stored in the work folder, so that payloads stay small.
///
/// @param source the query's result: its CSV object, or the manifest of its Parquet files
/// @param headerEnd the byte after the CSV object's header record; 0 for Parquet files
/// @param resultRows the number of records that the engine reports; negative if it reports none
/// @param columns the result's columns, in order
/// @param format the output's format
/// @param compression the output's compression
/// @param handling how the result is turned into the output
/// @param partFiles whether every part becomes its own output file, because the output is a prefix
/// @param parts the prefix of the parts, in the work prefix
/// @param online the online-compatible transform; empty for a plain export
/// @param profile the statistics and checks to compute during the conversion; empty if none are requested
/// @param files the result's Parquet files; empty if it is a CSV object
/// @param choice the way in which the rows came, and why
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
        Optional<ProfileRequest> profile,
        Optional<Files> files,
        Optional<PathChoice> choice) {
    /// Describes the Parquet files of a result.
    ///
    /// @param rows the number of their rows
    /// @param bytes their size in bytes
    /// @param types the types of their columns, in the order of the result's columns
    /// @param typed see [io.featurestore.sql.Unload]
    public record Files(long rows, long bytes, List<ColumnType> types, boolean typed) {
        /// Makes the list immutable.
        public Files {
            types = List.copyOf(types);
        }
    }

    /// Describes the conversion of a CSV object.
    public Plan(
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
        this(
                source,
                headerEnd,
                resultRows,
                columns,
                format,
                compression,
                handling,
                partFiles,
                parts,
                online,
                profile,
                Optional.empty(),
                Optional.empty());
    }

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
        RECORDS,
        /// S3 copies the row groups of the result's Parquet files under a new footer.
        CARRY;

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

        /// Returns how the rows of such an output come from a SELECT.
        public RowPath path() {
            return this == COPY ? RowPath.COPY : RowPath.SELECT;
        }
    }

    /// Sets what a plan of an earlier version lacks.
    public Plan {
        columns = List.copyOf(columns);
        files = Objects.requireNonNullElse(files, Optional.empty());
        choice = Objects.requireNonNullElse(choice, Optional.empty());
    }

    /// Returns the way in which the rows came.
    @JsonIgnore
    public RowPath path() {
        return choice.map(PathChoice::path).orElseGet(handling::path);
    }

    /// Returns where the first chunk starts: a byte of the CSV object, or row 0 of the Parquet files.
    @JsonIgnore
    public long origin() {
        return files.isPresent() ? 0 : headerEnd;
    }

    /// Returns where the last chunk ends: the size of the CSV object in bytes, or the number of rows of the
    /// Parquet files.
    @JsonIgnore
    public long extent() {
        return files.map(Files::rows).orElse(source.size());
    }

    /// Returns the size of the result in bytes.
    @JsonIgnore
    public long resultBytes() {
        return files.map(Files::bytes).orElse(source.size());
    }

    /// Returns whether there is anything to convert.
    public boolean hasChunks() {
        return handling != Handling.CARRY && (handling != Handling.COPY || profile.isPresent());
    }

    /// Returns whether converters search for the bounds of records. Otherwise they take the bytes of a chunk
    /// as they are.
    public boolean findsRecordBounds() {
        return handling != Handling.BYTES || profile.isPresent();
    }
}
