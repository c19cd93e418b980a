package io.featurestore.records.profile;

import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// A line of `random.jsonl`: a random column.
///
/// @param name says what is special about the column
/// @param type the column's type
/// @param eventTime whether the column is the event time
/// @param values the kind of its values
/// @param distinct number of values to choose from; some may be equal
/// @param records number of records
/// @param nulls fraction of NULLs
/// @param skew 1 if all values are equally frequent; more makes the first ones more frequent
record RandomColumn(
        String name,
        String type,
        boolean eventTime,
        Values values,
        int distinct,
        int records,
        double nulls,
        double skew) {
    /// The kinds of values.
    enum Values {
        INTEGERS,
        LONGS,
        DECIMALS,
        DOUBLES,
        SPECIALS,
        FAULTY,
        LETTERS,
        CHARACTERS,
        BOOLEANS,
        TIMESTAMPS,
        DATES,
        ISO_TIMES,
        SECONDS
    }

    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final String[] SPECIALS = {"NaN", "Infinity", "-Infinity"};
    private static final DateTimeFormatter ATHENA = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    OutputColumn column() {
        return new OutputColumn(name, name, ColumnType.parse(type), false);
    }

    /// Returns the values of all records; null is NULL. The same seed gives the same values.
    List<String> make(long seed) {
        Random random = new Random(seed + name.hashCode());
        List<String> pool = new ArrayList<>();
        for (int i = 0; i < distinct; i++) {
            pool.add(value(random));
        }
        List<String> column = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            column.add(
                    random.nextDouble() < nulls
                            ? null
                            : pool.get((int) (distinct * Math.pow(random.nextDouble(), skew))));
        }
        return column;
    }

    private String value(Random random) {
        return switch (values) {
            case INTEGERS -> Integer.toString(random.nextInt(-1_000, 1_001));
            case LONGS -> Long.toString(random.nextLong());
            case DECIMALS -> BigDecimal.valueOf(random.nextLong() / 1_000, 6).toPlainString();
            case DOUBLES -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(-20, 21)));
            case SPECIALS ->
                random.nextInt(4) == 0
                        ? SPECIALS[random.nextInt(SPECIALS.length)]
                        : Double.toString(random.nextInt(100) / 4.0);
            case FAULTY -> random.nextInt(3) == 0 ? "x" + random.nextInt(100) : Integer.toString(random.nextInt(100));
            case LETTERS -> text(random, 20, 'a', 'z' + 1);
            case CHARACTERS -> text(random, 16, 0x20, 0x1_f700);
            case BOOLEANS -> Boolean.toString(random.nextBoolean());
            case TIMESTAMPS ->
                START.plusNanos(random.nextLong(1L << 54) / 1_000_000 * 1_000_000)
                        .format(ATHENA);
            case DATES -> LocalDate.ofEpochDay(random.nextInt(-10_000, 30_000)).toString();
            case ISO_TIMES ->
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L))
                        .atOffset(ZoneOffset.ofHours(random.nextInt(-12, 13)))
                        .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
            case SECONDS ->
                BigDecimal.valueOf(random.nextLong(2_000_000_000_000_000L), 6).toPlainString();
        };
    }

    private static String text(Random random, int most, int from, int to) {
        return random.ints(from, to)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .limit(random.nextInt(most + 1))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
