package io.featurestore.steps.chunks;

import java.util.ArrayList;
import java.util.List;

import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.chunks.Chunk.Entry;

/**
 * The proof that chunks lost nothing and doubled nothing: by the parities of the chunks' quotes it is known for
 * certain which chunk began inside quotes, and the records must tile the object from its header to its end and be as
 * many as the engine counted.
 */
public final class Tiling {
    /** What the reports of all chunks add up to. */
    public sealed interface Verdict {
        /**
         * Every chunk is right.
         *
         * @param chunks in order
         */
        record Proven(List<Counted> chunks) implements Verdict {}

        /**
         * Some chunks began elsewhere than they guessed, or had not the time to come to their end; the others are right
         * so far.
         *
         * @param chunks those to convert again, each with its entry known, and the rests of those that stopped early
         */
        record Repair(List<Chunk> chunks) implements Verdict {}
    }

    /**
     * A chunk that is right.
     *
     * @param report what its converter said
     * @param firstRecord number in the whole output of its first record, from 1
     * @param records its records
     */
    public record Counted(ChunkReport report, long firstRecord, long records) {}

    private Tiling() {}

    /**
     * Judges an export.
     *
     * @param plan the export's plan
     * @param chunks the newest version of every chunk, in the order of their bytes: a repaired one with its known
     *        entry; one that stopped early is followed by its rest, once that was converted
     * @param reports the newest reports of these chunks
     * @throws ExportFailure {@code ConversionFailed} or {@code IncompatibleRecord} with the record's number where a
     *         rightly begun chunk met a value that does not fit; {@code Internal} where repair did not help or the count
     *         is not the engine's
     */
    public static Verdict verify(ExportPlan plan, List<Chunk> chunks, List<ChunkReport> reports) {
        demandAll(plan, chunks, reports);
        List<Chunk> rests = Rests.of(plan, chunks, reports);
        boolean[] inside = parities(reports);
        if (!plan.boundsRecords()) {
            return rests.isEmpty()
                    ? new Verdict.Proven(countedByLineEnds(plan, reports, inside))
                    : new Verdict.Repair(rests);
        }
        List<Chunk> again = wronglyBegun(chunks, reports, inside, Rests.known(chunks, reports));
        again.addAll(Rests.outside(again, rests));
        return again.isEmpty() ? new Verdict.Proven(tiled(plan, reports)) : new Verdict.Repair(again);
    }

    /** Returns for every chunk whether its first byte lies inside quotes. */
    private static boolean[] parities(List<ChunkReport> reports) {
        boolean[] inside = new boolean[reports.size()];
        boolean odd = false;
        for (int i = 0; i < inside.length; i++) {
            inside[i] = odd;
            odd ^= reports.get(i).quotesOdd();
        }
        return inside;
    }

    /** What begins in a chunk that is wrong itself is its rest, and goes with it. */
    private static List<Chunk> wronglyBegun(List<Chunk> chunks, List<ChunkReport> reports, boolean[] inside,
            int known) {
        List<Chunk> wrong = new ArrayList<>();
        long from = 0;
        for (int i = 0; i < known; i++) {
            Chunk chunk = chunks.get(i);
            if (chunk.start() >= from && inside[i] != (reports.get(i).entry() == Entry.INSIDE_QUOTES)) {
                if (chunk.entry() != Entry.UNKNOWN) {
                    throw new ExportFailure.Internal("Chunk " + chunk.index()
                            + " was begun wrongly although its entry was known (" + chunk.entry()
                            + "), which is a defect.");
                }
                wrong.add(new Chunk(chunk.index(), chunk.object(), chunk.start(), chunk.end(), inside[i]
                        ? Entry.INSIDE_QUOTES
                        : Entry.OUTSIDE_QUOTES));
                from = chunk.end();
            }
        }
        return wrong;
    }

    private static List<Counted> countedByLineEnds(ExportPlan plan, List<ChunkReport> reports, boolean[] inside) {
        List<Counted> counted = new ArrayList<>();
        long number = 1;
        for (int i = 0; i < inside.length; i++) {
            ChunkReport report = reports.get(i);
            long records = inside[i] ? report.lineEndsAtOddQuotes() : report.lineEndsAtEvenQuotes();
            counted.add(new Counted(report, number, records));
            number += records;
        }
        demandCount(plan, number - 1);
        return counted;
    }

    private static List<Counted> tiled(ExportPlan plan, List<ChunkReport> reports) {
        List<Counted> counted = new ArrayList<>();
        long number = 1;
        long expected = plan.headerEnd();
        for (ChunkReport report : reports) {
            refuse(report, number);
            if (report.firstRecord().isPresent()) {
                demandTile(report, expected, report.firstRecord().getAsLong());
                expected = report.nextRecord();
            }
            counted.add(new Counted(report, number, report.records()));
            number += report.records();
        }
        if (expected != plan.source().size()) {
            throw new ExportFailure.Internal("The chunks' records end at byte " + expected + " of "
                    + plan.source().size() + " of the query's result, which is a defect.");
        }
        demandCount(plan, number - 1);
        return counted;
    }

    private static void demandTile(ChunkReport report, long expected, long first) {
        if (first != expected) {
            throw new ExportFailure.Internal("The records of chunk " + report.index() + " begin at byte " + first
                    + ", those before end at " + expected + ", which is a defect.");
        }
    }

    private static void refuse(ChunkReport report, long firstRecord) {
        if (report.failure().isEmpty()) {
            return;
        }
        ChunkReport.Failure failure = report.failure().get();
        // A NULL is reported as this word; quoted, it would look like a text.
        String value = failure.value().equals("NULL") ? "NULL" : "'" + failure.value() + "'";
        boolean whole = failure.column().isEmpty();
        String message = "Record " + (firstRecord + failure.recordInChunk())
                + (whole ? "" : ", column '" + failure.column() + "'")
                + (whole && failure.value().isEmpty() ? " " : ": " + value + " ") + failure.reason() + ".";
        throw switch (failure.code()) {
            case IncompatibleRecord -> new ExportFailure.IncompatibleRecord(message
                    + " Leave such records out with where, or correct the column with an expression in columns.");
            case ConversionFailed -> new ExportFailure.ConversionFailed(message + (whole
                    ? " Leave such records out with where, or export as csv."
                    : " Give the column another type with CAST(… AS …) in columns, or export as csv."));
            default -> new ExportFailure.Internal(message);
        };
    }

    private static void demandCount(ExportPlan plan, long records) {
        if (plan.resultRows() >= 0 && records != plan.resultRows()) {
            throw new ExportFailure.Internal("The chunks hold " + records + " records, but Athena wrote "
                    + plan.resultRows() + "; nothing was published. Run the export again; if it happens again, "
                    + "it is a defect.");
        }
    }

    private static void demandAll(ExportPlan plan, List<Chunk> chunks, List<ChunkReport> reports) {
        long next = plan.headerEnd();
        if (chunks.size() != reports.size()) {
            throw new ExportFailure.Internal(reports.size() + " of " + chunks.size() + " chunks were reported.");
        }
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            ChunkReport report = reports.get(i);
            long end = Rests.end(plan, chunks, i);
            if (report.index() != chunk.index() || chunk.start() != next || report.start() != next
                    || end > chunk.end() || report.end() > end || report.end() == next && end > next) {
                throw new ExportFailure.Internal(
                        "Chunk " + chunk.index() + " or its report is out of place: " + chunk + ", " + report
                                .start() + " to " + report.end() + ".");
            }
            next = end;
        }
        if (next != plan.source().size()) {
            throw new ExportFailure.Internal("The chunks end at byte " + next + " of " + plan.source().size() + ".");
        }
    }
}
