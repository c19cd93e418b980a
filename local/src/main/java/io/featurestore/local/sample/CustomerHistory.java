package io.featurestore.local.sample;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * The rows of the sample, in the order of their hours. Every oddity comes in a fixed share of the rows, so that small
 * samples have it too. One row is kept at a time.
 */
final class CustomerHistory {
    private static final long SEED = 1_700_000_000L;
    /** Rows of a customer, on average. */
    private static final int VERSIONS = 4;
    private static final Duration PROCESSING = Duration.ofMinutes(15);
    private static final int LATEST_DAYS = 20;

    /** What happened to a record. A tombstone lands twice too. */
    private enum Kind {
        PUT, LANDED_TWICE, PUT_AGAIN, DELETED;

        static Kind of(int row) {
            return switch (row % 50) {
                case 12, 37 -> LANDED_TWICE;
                case 24 -> PUT_AGAIN;
                case 36 -> DELETED;
                default -> PUT;
            };
        }
    }

    private final Schema schema;
    private final int rows;
    private final SampleHours hours;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final CustomerValues values = new CustomerValues(random);

    CustomerHistory(Schema schema, int rows) {
        this.schema = schema;
        this.rows = rows;
        this.hours = SampleHours.of(rows);
    }

    /** Writes all rows: a file for each hour, and for some a second one with records that came days later. */
    void write(SampleFiles files) throws IOException {
        for (int hour = 0; hour < hours.count(); hour++) {
            try (SampleFiles.Output punctual = files.open(schema); SampleFiles.Output late = files.open(schema)) {
                writeHour(hour, punctual, late);
                punctual.complete();
                late.complete();
            }
        }
    }

    private void writeHour(int hour, SampleFiles.Output punctual, SampleFiles.Output late) throws IOException {
        int first = hours.firstRow(hour, rows);
        int end = hours.firstRow(hour + 1, rows);
        boolean someLate = hour % 4 == 0;
        Event event = event(hour, false);
        GenericRecord row = keys(event, false);
        for (int number = first; number < end; number++) {
            Kind kind = number == first ? Kind.PUT : Kind.of(number);
            event = switch (kind) {
                case PUT, DELETED -> event(hour, someLate && number % 10 == 5);
                case PUT_AGAIN -> event.again(random);
                case LANDED_TWICE -> event;
            };
            row = switch (kind) {
                case PUT, PUT_AGAIN -> put(event);
                case DELETED -> keys(event, true);
                case LANDED_TWICE -> landedAgain(row);
            };
            (event.late() ? late : punctual).write(row, event.time());
        }
    }

    /**
     * Something that happened to a customer.
     *
     * @param micros the event time in microseconds of the epoch
     * @param invoked when the call came, in milliseconds of the epoch
     */
    private record Event(int customer, long micros, long invoked, boolean late) {
        Instant time() {
            return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
        }

        /** The same event, put once more. */
        Event again(SplittableRandom random) {
            return new Event(customer, micros, invoked + 1 + random.nextInt(60_000), late);
        }
    }

    private Event event(int hour, boolean late) {
        long micros = hours.start(hour).getEpochSecond() * 1_000_000 + random.nextLong(3_600_000_000L);
        long delay = late
                ? Duration.ofDays(1).toMillis() * (1 + random.nextInt(LATEST_DAYS))
                : 1 + random.nextInt(2_000);
        return new Event(random.nextInt(1 + rows / VERSIONS), micros, micros / 1_000 + delay, late);
    }

    private GenericRecord put(Event event) {
        GenericRecord row = keys(event, false);
        values.fill(row, event.customer());
        return row;
    }

    private GenericRecord landedAgain(GenericRecord row) {
        GenericData.Record again = new GenericData.Record((GenericData.Record) row, false);
        again.put("write_time", (long) row.get("write_time") + 1 + random.nextInt(5_000));
        return again;
    }

    /** Returns what each row has; a deletion leaves the identifier and the event time of its features, and no more. */
    private GenericRecord keys(Event event, boolean deleted) {
        GenericData.Record row = new GenericData.Record(schema);
        row.put("customer_id", CustomerValues.identifier(event.customer()));
        row.put("event_time", event.micros() / 1e6);
        row.put("api_invocation_time", event.invoked());
        row.put("write_time", event.invoked() + 1 + random.nextLong(PROCESSING.toMillis()));
        row.put("is_deleted", deleted);
        return row;
    }
}
