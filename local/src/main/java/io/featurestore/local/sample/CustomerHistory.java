package io.featurestore.local.sample;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/// Creates the rows of the sample in the order of their hours. Each special case has a fixed share of the rows,
/// so that small samples contain it too. Only one row is kept in memory.
final class CustomerHistory {
    private static final long SEED = 1_700_000_000L;
    /// The average number of rows of a customer.
    private static final int VERSIONS = 4;
    private static final Duration PROCESSING = Duration.ofMinutes(15);
    private static final int LATEST_DAYS = 20;

    /// The kinds of events. A tombstone can also be written twice.
    private enum Kind {
        PUT,
        LANDED_TWICE,
        PUT_AGAIN,
        DELETED;

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

    /// Writes all rows. Each hour has a batch, and some hours have a second one with records that arrived days
    /// later.
    void write(SampleTarget files) throws IOException {
        for (int hour = 0; hour < hours.count(); hour++) {
            try (SampleTarget.Batch punctual = files.open(schema);
                    SampleTarget.Batch late = files.open(schema)) {
                writeHour(hour, punctual, late);
                punctual.complete();
                late.complete();
            }
        }
    }

    private void writeHour(int hour, SampleTarget.Batch punctual, SampleTarget.Batch late) throws IOException {
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

    /// An event of a customer.
    ///
    /// @param micros the event time in microseconds since 1970-01-01T00:00:00Z
    /// @param invoked the time of the call in milliseconds since 1970-01-01T00:00:00Z
    private record Event(int customer, long micros, long invoked, boolean late) {
        Instant time() {
            return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
        }

        /// Returns the same event as written by another call.
        Event again(SplittableRandom random) {
            return new Event(customer, micros, invoked + 1 + random.nextInt(60_000), late);
        }
    }

    private Event event(int hour, boolean late) {
        long micros = hours.start(hour).getEpochSecond() * 1_000_000 + random.nextLong(3_600_000_000L);
        long delay =
                late ? Duration.ofDays(1).toMillis() * (1 + random.nextInt(LATEST_DAYS)) : 1 + random.nextInt(2_000);
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

    /// Returns a row with the columns that every row has. A deletion keeps only the record identifier and the
    /// event time of the features.
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
