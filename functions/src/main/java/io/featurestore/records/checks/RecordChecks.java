package io.featurestore.records.checks;

import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.profile.InstantText;
import io.featurestore.records.text.ValueFormatException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Checks records against expectations. The expectations must fit the columns ([ExpectationCheck]). The results
/// of consecutive runs of records can be merged into the result of all of them. Uniqueness is not checked here,
/// because it needs the records of all chunks.
public final class RecordChecks {
    private final Expectations expectations;
    private final List<Condition> conditions;
    private final ViolationCount[] violations;
    private final int eventTime;
    private final InstantText text = new InstantText();
    private long records;
    private long newestSecond = Long.MIN_VALUE;
    private int newestNano;

    /// Creates checks for records of these columns.
    ///
    /// @param eventTime name of the event time; it must be among the columns if the expectations limit its age
    public RecordChecks(Expectations expectations, List<OutputColumn> columns, String eventTime) {
        this.expectations = expectations;
        this.conditions = Condition.of(expectations, columns);
        this.violations = conditions.stream().map(_ -> new ViolationCount()).toArray(ViolationCount[]::new);
        this.eventTime = expectations.freshWithin().isPresent() ? ExpectationCheck.index(eventTime, columns) : -1;
    }

    /// Returns the index of the column whose values must be unique; empty if there is none.
    public OptionalInt uniqueColumn() {
        return conditions.stream()
                .filter(c -> c.rule() == Rule.UNIQUE)
                .mapToInt(Condition::column)
                .findFirst();
    }

    /// Checks the next record.
    public void add(Fields record) {
        for (int i = 0; i < violations.length; i++) {
            Condition condition = conditions.get(i);
            int column = condition.column();
            boolean kept = record.isNull(column)
                    ? condition.rule() != Rule.NOT_NULL
                    : condition.test().isEmpty()
                            || condition.test().get().test(record.bytes(), record.start(column), record.length(column));
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
            // The value is not an instant, so it cannot be the newest one.
            return;
        }
    }

    private void newest(long second, int nano) {
        if (second > newestSecond || second == newestSecond && nano > newestNano) {
            newestSecond = second;
            newestNano = nano;
        }
    }

    /// Writes the results so far, for [#merge].
    public void write(DataOutput out) throws IOException {
        out.writeLong(records);
        out.writeLong(newestSecond);
        out.writeInt(newestNano);
        for (ViolationCount violation : violations) {
            violation.write(out);
        }
    }

    /// Adds results that [#write] wrote. They must be of the records that follow those checked so far.
    public void merge(DataInput in) throws IOException {
        // Records are numbered from 1 in an output, but from 0 in the results of a chunk.
        long from = records + 1;
        records += in.readLong();
        newest(in.readLong(), in.readInt());
        for (ViolationCount violation : violations) {
            violation.merge(in, from);
        }
    }

    /// Returns the outcome of every expectation. The results of all records must have been merged before.
    ///
    /// @param startedAt start of the execution
    /// @param duplicates the records whose identifier an earlier record has
    public List<Outcome> outcomes(Instant startedAt, Duplicates duplicates) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < violations.length; i++) {
            Condition condition = conditions.get(i);
            boolean unique = condition.rule() == Rule.UNIQUE;
            long count = unique ? duplicates.count() : violations[i].count();
            outcomes.add(new Outcome(
                    Optional.of(condition.name()),
                    condition.rule().field(),
                    condition.expected(),
                    count == 0,
                    count,
                    unique ? duplicates.first() : violations[i].first(),
                    Optional.empty()));
        }
        expectations
                .minRecords()
                .ifPresent(least -> outcomes.add(
                        whole(Rule.MIN_RECORDS, Long.toString(least), records >= least, records + " records")));
        expectations
                .maxRecords()
                .ifPresent(most -> outcomes.add(
                        whole(Rule.MAX_RECORDS, Long.toString(most), records <= most, records + " records")));
        expectations.freshWithin().ifPresent(age -> {
            boolean none = newestSecond == Long.MIN_VALUE;
            Instant newest = none ? Instant.MIN : Instant.ofEpochSecond(newestSecond, newestNano);
            outcomes.add(whole(
                    Rule.FRESH_WITHIN,
                    age.toString(),
                    !none && !newest.isBefore(startedAt.minus(age)),
                    none
                            ? "no event time"
                            : "the newest event time is " + newest + ", the export began at " + startedAt));
        });
        return List.copyOf(outcomes);
    }

    private static Outcome whole(Rule rule, String expected, boolean kept, String found) {
        return new Outcome(Optional.empty(), rule.field(), expected, kept, kept ? 0 : 1, List.of(), Optional.of(found));
    }
}
