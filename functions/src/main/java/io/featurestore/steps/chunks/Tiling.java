package io.featurestore.steps.chunks;

import io.featurestore.failure.ConversionFailed;
import io.featurestore.failure.Failure;
import io.featurestore.failure.IncompatibleRecord;
import io.featurestore.failure.Internal;
import io.featurestore.steps.chunks.Chunk.Entry;
import java.util.ArrayList;
import java.util.List;

/// Proves that the chunks lost and duplicated no record. The rows of Parquet files must follow one another
/// from the first to the last. For a CSV object, the parities of the quotes of all chunks show which chunk
/// began inside quotes. The records must cover the object from its header to its end without gap or overlap,
/// and their number must be the engine's count.
public final class Tiling {
    /// The outcome of the proof.
    public sealed interface Verdict {
        /// Every chunk was converted correctly.
        ///
        /// @param chunks the chunks, in order
        record Proven(List<Counted> chunks) implements Verdict {}

        /// Some chunks guessed their entry wrongly, or their converters ran out of time. No error was found
        /// in the other chunks.
        ///
        /// @param chunks the chunks to convert again, each with its entry known, and the remainders of chunks
        ///     that stopped early
        record Repair(List<Chunk> chunks) implements Verdict {}
    }

    /// Holds a chunk that was converted correctly.
    ///
    /// @param report its converter's report
    /// @param firstRecord the number of its first record in the whole output, from 1
    /// @param records the number of its records
    public record Counted(ChunkReport report, long firstRecord, long records) {}

    private Tiling() {}

    /// Verifies the conversions of an export.
    ///
    /// @param plan the export's plan
    /// @param chunks the newest version of every chunk, in the order of their bytes. A repaired chunk has its
    ///     known entry. A chunk that stopped early is followed by its remainder, once that was converted
    /// @param reports the newest reports of these chunks
    /// @throws Failure `ConversionFailed` or `IncompatibleRecord` with the record's number if a chunk that
    ///     began correctly has a value that does not fit; `Internal` if a repair did not help, or the count
    ///     differs from the engine's
    public static Verdict verify(Plan plan, List<Chunk> chunks, List<ChunkReport> reports) {
        checkReports(plan, chunks, reports);
        List<Chunk> remainders = Remainders.of(plan, chunks, reports);
        boolean[] inside = parities(reports);
        if (!plan.findsRecordBounds()) {
            return remainders.isEmpty()
                    ? new Verdict.Proven(countedByLineEnds(plan, reports, inside))
                    : new Verdict.Repair(remainders);
        }
        List<Chunk> again = wronglyBegun(chunks, reports, inside, Remainders.countWithKnownPrefix(chunks, reports));
        again.addAll(Remainders.outside(again, remainders));
        return again.isEmpty() ? new Verdict.Proven(tiled(plan, reports)) : new Verdict.Repair(again);
    }

    /// Returns for every chunk whether its first byte is inside quotes.
    private static boolean[] parities(List<ChunkReport> reports) {
        boolean[] inside = new boolean[reports.size()];
        boolean odd = false;
        for (int i = 0; i < inside.length; i++) {
            inside[i] = odd;
            odd ^= reports.get(i).quotesOdd();
        }
        return inside;
    }

    /// Returns the chunks that guessed their entry wrongly, with the entry known now. A remainder inside a
    /// wrongly started chunk is converted again with that chunk.
    private static List<Chunk> wronglyBegun(
            List<Chunk> chunks, List<ChunkReport> reports, boolean[] inside, int count) {
        List<Chunk> wrong = new ArrayList<>();
        long from = 0;
        for (int i = 0; i < count; i++) {
            Chunk chunk = chunks.get(i);
            if (chunk.start() >= from && inside[i] != (reports.get(i).entry() == Entry.INSIDE_QUOTES)) {
                if (chunk.entry() != Entry.UNKNOWN) {
                    throw new Internal("Chunk " + chunk.index()
                            + " was begun wrongly although its entry was known (" + chunk.entry()
                            + "), which is a defect.");
                }
                wrong.add(chunk.rest(
                        chunk.index(),
                        chunk.start(),
                        chunk.end(),
                        inside[i] ? Entry.INSIDE_QUOTES : Entry.OUTSIDE_QUOTES));
                from = chunk.end();
            }
        }
        return wrong;
    }

    private static List<Counted> countedByLineEnds(Plan plan, List<ChunkReport> reports, boolean[] inside) {
        List<Counted> counted = new ArrayList<>();
        long number = 1;
        for (int i = 0; i < inside.length; i++) {
            ChunkReport report = reports.get(i);
            long records = inside[i] ? report.lineEndsAtOddQuotes() : report.lineEndsAtEvenQuotes();
            counted.add(new Counted(report, number, records));
            number += records;
        }
        checkCount(plan, number - 1);
        return counted;
    }

    private static List<Counted> tiled(Plan plan, List<ChunkReport> reports) {
        List<Counted> counted = new ArrayList<>();
        long number = 1;
        long expected = plan.origin();
        for (ChunkReport report : reports) {
            failOnBadValue(report, number);
            if (report.firstRecord().isPresent()) {
                checkFirstRecord(report, expected, report.firstRecord().getAsLong());
                expected = report.nextRecord();
            }
            counted.add(new Counted(report, number, report.records()));
            number += report.records();
        }
        if (expected != plan.extent()) {
            throw new Internal("The chunks' records end at " + expected + " of " + plan.extent()
                    + " of the query's result, which is a defect.");
        }
        checkCount(plan, number - 1);
        return counted;
    }

    private static void checkFirstRecord(ChunkReport report, long expected, long first) {
        if (first != expected) {
            throw new Internal("The records of chunk " + report.index() + " begin at " + first
                    + ", those before end at " + expected + ", which is a defect.");
        }
    }

    private static void failOnBadValue(ChunkReport report, long firstRecord) {
        if (report.failure().isEmpty()) {
            return;
        }
        ChunkReport.BadValue failure = report.failure().get();
        // NULL is reported as this word. In quotes it would look like text.
        String value = failure.value().equals("NULL") ? "NULL" : "'" + failure.value() + "'";
        boolean whole = failure.column().isEmpty();
        String message = "Record " + (firstRecord + failure.recordInChunk())
                + (whole ? "" : ", column '" + failure.column() + "'")
                + (whole && failure.value().isEmpty() ? " " : ": " + value + " ") + failure.reason() + ".";
        throw switch (failure.code()) {
            case IncompatibleRecord ->
                new IncompatibleRecord(message
                        + " Leave such records out with where, or correct the column with an expression in columns.");
            case ConversionFailed ->
                new ConversionFailed(message
                        + (whole
                                ? " Leave such records out with where, or export as csv."
                                : " Give the column another type with CAST(… AS …) in columns, or export as csv."));
            default -> new Internal(message);
        };
    }

    private static void checkCount(Plan plan, long records) {
        if (plan.resultRows() >= 0 && records != plan.resultRows()) {
            throw new Internal("The chunks hold " + records + " records, but Athena wrote "
                    + plan.resultRows() + "; nothing was published. Run the export again; if it happens again, "
                    + "it is a defect.");
        }
    }

    private static void checkReports(Plan plan, List<Chunk> chunks, List<ChunkReport> reports) {
        long next = plan.origin();
        if (chunks.size() != reports.size()) {
            throw new Internal(reports.size() + " of " + chunks.size() + " chunks were reported.");
        }
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            ChunkReport report = reports.get(i);
            long end = Remainders.end(plan, chunks, i);
            if (report.index() != chunk.index()
                    || chunk.start() != next
                    || report.start() != next
                    || end > chunk.end()
                    || report.end() > end
                    || report.end() == next && end > next) {
                throw new Internal("Chunk " + chunk.index() + " or its report is out of place: " + chunk + ", "
                        + report.start() + " to " + report.end() + ".");
            }
            next = end;
        }
        if (next != plan.extent()) {
            throw new Internal("The chunks end at " + next + " of " + plan.extent() + ".");
        }
    }
}
