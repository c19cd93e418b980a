package io.featurestore.records.checks;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.profile.InstantText;
import io.featurestore.records.text.ValueFormatException;

/**
 * The check of records against expectations, which fit their columns. Checks of records that follow each other merge to
 * those of all of them. Uniqueness is not checked here: it needs the records of all chunks.
 */
public final class RecordChecks {
    private final Expectations expectations;
    private final List<Condition> conditions;
    private final ViolationCount[] violations;
    private final int eventTime;
    private final InstantText text = new InstantText();
    private long records;
    private long newestSecond = Long.MIN_VALUE;
    private int newestNano;

    /** Checks records of these columns. */
    public RecordChecks(Expectations expectations, List<OutputColumn> columns, String eventTime) {
        this.expectations = expectations;
        this.conditions = Condition.of(expectations, columns);
        this.violations = conditions.stream().map(_ -> new ViolationCount()).toArray(ViolationCount[]::new);
        this.eventTime = expectations.freshWithin().isPresent() ? ExpectationCheck.index(eventTime, columns) : -1;
    }

    /** Returns the index of the column whose values must be unique; empty where none must. */
    public OptionalInt uniqueColumn() {
        return conditions.stream().filter(c -> c.rule() == Rule.UNIQUE).mapToInt(Condition::column).findFirst();
    }

    /** Adds the next record. */
    public void add(Fields record) {
        for (int i = 0; i < violations.length; i++) {
            Condition condition = conditions.get(i);
            int column = condition.column();
            boolean kept = record.isNull(column)
                    ? condition.rule() != Rule.NOT_NULL
                    : condition.test().isEmpty() || condition.test().get().test(record.bytes(), record.start(column),
                            record.length(column));
            if (!kept) {
                violations[i].add(records);
            }
        }
        if (eventTime >= 0 && !record.isNull(eventTime)) {
            time(record);
        }
        records++;
    }

    private void time(Fields record) {
        try {
            text.read(record.bytes(), record.start(eventTime), record.length(eventTime));
            newest(text.epochSecond(), text.nano());
        } catch (ValueFormatException e) {
            // No instant, so not the newest one.
            return;
        }
    }

    private void newest(long second, int nano) {
        if (second > newestSecond || second == newestSecond && nano > newestNano) {
            newestSecond = second;
            newestNano = nano;
        }
    }

    /** Writes what was found. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(records);
        out.writeLong(newestSecond);
        out.writeInt(newestNano);
        for (ViolationCount violation : violations) {
            violation.write(out);
        }
    }

    /** Adds what {@link #write} wrote of the records that follow. */
    public void merge(DataInput in) throws IOException {
        // Numbers begin at 1 in an output, and at 0 in what a chunk wrote.
        long from = records + 1;
        records += in.readLong();
        newest(in.readLong(), in.readInt());
        for (ViolationCount violation : violations) {
            violation.merge(in, from);
        }
    }

    /**
     * Returns what came of every expectation, of a check that others were merged into.
     *
     * @param startedAt the execution's start
     * @param duplicates the records whose identifier an earlier one has
     */
    public List<Outcome> outcomes(Instant startedAt, Duplicates duplicates) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < violations.length; i++) {
            Condition condition = conditions.get(i);
            boolean unique = condition.rule() == Rule.UNIQUE;
            long count = unique ? duplicates.count() : violations[i].count();
            outcomes.add(new Outcome(Optional.of(condition.name()), condition.rule().field(), condition.expected(),
                    count == 0, count, unique ? duplicates.first() : violations[i].first(), Optional.empty()));
        }
        expectations.minRecords().ifPresent(least -> outcomes.add(whole(Rule.MIN_RECORDS, Long.toString(least),
                records >= least, records + " records")));
        expectations.maxRecords().ifPresent(most -> outcomes.add(whole(Rule.MAX_RECORDS, Long.toString(most),
                records <= most, records + " records")));
        expectations.freshWithin().ifPresent(age -> {
            boolean none = newestSecond == Long.MIN_VALUE;
            Instant newest = none ? Instant.MIN : Instant.ofEpochSecond(newestSecond, newestNano);
            outcomes.add(whole(Rule.FRESH_WITHIN, age.toString(), !none && !newest.isBefore(startedAt.minus(age)), none
                    ? "no event time"
                    : "the newest event time is " + newest + ", the export began at " + startedAt));
        });
        return List.copyOf(outcomes);
    }

    private static Outcome whole(Rule rule, String expected, boolean kept, String found) {
        return new Outcome(Optional.empty(), rule.field(), expected, kept, kept ? 0 : 1, List.of(), Optional.of(found));
    }
}
