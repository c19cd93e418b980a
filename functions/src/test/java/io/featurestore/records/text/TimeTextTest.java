package io.featurestore.records.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final List<String> ZONES = List.of(
            "UTC",
            "Z",
            "Asia/Seoul",
            "America/New_York",
            "Europe/Berlin",
            "+09:00",
            "-03:30",
            "+18:00",
            "Australia/Lord_Howe");

    /// Parses a text in the middle of a buffer. The other bytes would change its meaning if they were read.
    private static Instant instant(String text, TimeText.Zone zone) {
        byte[] buffer = ("1" + text + "1").getBytes(StandardCharsets.UTF_8);
        TimeText time = new TimeText();
        time.read(buffer, 1, buffer.length - 2, zone);
        return Instant.ofEpochSecond(time.epochSecond(), time.nano());
    }

    private static int day(String text) {
        byte[] buffer = ("1" + text + "1").getBytes(StandardCharsets.UTF_8);
        return TimeText.epochDay(buffer, 1, buffer.length - 2);
    }

    @Test
    void readsEveryDay() {
        LocalDate last = LocalDate.of(9999, 12, 31);
        for (LocalDate date = LocalDate.of(1, 1, 1); date.isBefore(last); date = date.plusDays(1)) {
            if (day(date.toString()) != date.toEpochDay()) {
                assertThat(day(date.toString())).as(date.toString()).isEqualTo((int) date.toEpochDay());
            }
        }
        assertThat(day("9999-12-31")).isEqualTo((int) last.toEpochDay());
    }

    @Property
    void refusesTheDaysThatAreNone(
            @ForAll @IntRange(max = 9999) int year,
            @ForAll @IntRange(max = 14) int month,
            @ForAll @IntRange(max = 33) int dayOfMonth) {
        String text = "%04d-%02d-%02d".formatted(year, month, dayOfMonth);
        try {
            long expected = LocalDate.of(year, month, dayOfMonth).toEpochDay();
            if (year > 0) {
                assertThat(day(text)).isEqualTo((int) expected);
                return;
            }
        } catch (DateTimeException e) {
            // The day does not exist. It must be refused below.
        }
        assertThatThrownBy(() -> day(text))
                .isInstanceOf(ValueFormatException.class)
                .hasMessage("is not a date of the years 0001 to 9999");
    }

    @Property
    void readsTimestampsOfAnyPrecision(@ForAll("times") LocalDateTime time, @ForAll @IntRange(max = 12) int digits) {
        String fraction = ("%09d".formatted(time.getNano()) + "000").substring(0, digits);
        String text =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").format(time) + (digits == 0 ? "" : "." + fraction);
        int nano = digits == 0 ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));

        assertThat(instant(text, TimeText.Zone.NONE))
                .isEqualTo(time.withNano(nano).toInstant(ZoneOffset.UTC));
        assertThat(instant(text.replace(' ', 'T'), TimeText.Zone.OPTIONAL))
                .isEqualTo(time.withNano(nano).toInstant(ZoneOffset.UTC));
    }

    @Property
    void readsTimestampsOfAnyZone(@ForAll("times") LocalDateTime time, @ForAll("zones") String zone) {
        String text = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").format(time);
        Instant expected = ZonedDateTime.of(time.withNano(time.getNano() / 1_000_000 * 1_000_000), ZoneId.of(zone))
                .toOffsetDateTime()
                .toInstant();

        if (ZoneId.of(zone).getRules().getValidOffsets(time).size() != 1) {
            return;
        }
        assertThat(instant(text + " " + zone, TimeText.Zone.REQUIRED)).isEqualTo(expected);
        assertThat(instant(text + " " + zone, TimeText.Zone.OPTIONAL)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2022-01-01T02:03:04Z, 2022-01-01T02:03:04Z",
        "2022-01-01T02:03:04.5+09:00, 2021-12-31T17:03:04.500Z",
        "2022-01-01T02:03:04+0900, 2021-12-31T17:03:04Z",
        "2022-01-01T02:03:04-03, 2022-01-01T05:03:04Z",
        "2022-01-01T02:03Z, 2022-01-01T02:03:00Z",
        "2022-01-01T02:03, 2022-01-01T02:03:00Z",
        "2022-01-01, 2022-01-01T00:00:00Z"
    })
    void readsIso8601WhereTheZoneIsOptional(String text, Instant expected) {
        assertThat(instant(text, TimeText.Zone.OPTIONAL)).isEqualTo(expected);
    }

    @Test
    void refusesEveryOtherByteAtEveryPlace() {
        byte[] good = "2022-01-01 02:03:04".getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < good.length; at++) {
            for (int other = 0; other < 256; other++) {
                byte[] bytes = good.clone();
                bytes[at] = (byte) other;
                boolean allowed = good[at] == other
                        || Character.isDigit(good[at]) && other >= '0' && other <= '9'
                        || at == 10 && other == 'T';
                if (!allowed) {
                    assertThatThrownBy(() -> new TimeText().read(bytes, 0, bytes.length, TimeText.Zone.NONE))
                            .isInstanceOf(ValueFormatException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2022",
                "2022-01-01 ",
                "2022-01-01 0",
                "2022-01-01 02:03",
                "2022-01-01 02:03:0",
                "2022-01-01 02:03:04.",
                "2022-01-01 02:03:04.0000000000000",
                "2022-01-01 02:03:04,5",
                "2022-01-01 24:00:00",
                "2022-01-01 02:60:00",
                "2022-01-01 02:03:60",
                "2022-02-30 00:00:00",
                "2022/01/01 00:00:00",
                "2022-01-01 02:03:04 UTC",
                "2022-01-01 02:03:04+00:00",
                "2022-01-01x02:03:04",
                " 2022-01-01 02:03:04",
                "2022-01-01 02-03-04",
                "2022-01-01 -2:03:04",
                "２０２２-01-01 02:03:04"
            })
    void refusesWhatIsNoTimestamp(String text) {
        assertThatThrownBy(() -> instant(text, TimeText.Zone.NONE))
                .isInstanceOf(ValueFormatException.class)
                .hasMessage("is not a timestamp of the years 0001 to 9999");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "2022-01-01 02:03:04, has no time zone",
                "2022-01-01 02:03:04 Nowhere, has an unknown time zone",
                "2022-01-01 02:03:04 +19:00, is not a timestamp of the years 0001 to 9999",
                "2022-01-01 02:03:04 +09:60, is not a timestamp of the years 0001 to 9999",
                "2022-01-01 02:03:04 +09:000, is not a timestamp of the years 0001 to 9999",
                "2022-01-01 02:03:04 +9, is not a timestamp of the years 0001 to 9999",
                "2022-11-06 01:30:00 America/New_York, is in an hour that its zone has twice; select it AT TIME ZONE 'UTC'",
                "2022-03-13 02:30:00 America/New_York, is in an hour that its zone has never; select it AT TIME ZONE 'UTC'"
            })
    void refusesWhatIsNoZone(String text, String reason) {
        assertThatThrownBy(() -> instant(text, TimeText.Zone.REQUIRED))
                .isInstanceOf(ValueFormatException.class)
                .hasMessage(reason);
    }

    @Test
    void refusesDigitsPastTheNanosecond() {
        assertThat(instant("2022-01-01 00:00:00.123456789000", TimeText.Zone.NONE)
                        .getNano())
                .isEqualTo(123_456_789);
        assertThatThrownBy(() -> instant("2022-01-01 00:00:00.123456789001", TimeText.Zone.NONE))
                .isInstanceOf(ValueFormatException.class)
                .hasMessage("has more than 9 digits of a second");
    }

    @Provide
    Arbitrary<LocalDateTime> times() {
        long first = LocalDateTime.of(1, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        long last = LocalDateTime.of(9999, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);
        Arbitrary<Long> seconds = Arbitraries.oneOf(
                Arbitraries.longs().between(first, last), Arbitraries.longs().between(-100_000, 2_000_000_000L));
        return seconds.flatMap(second -> Arbitraries.integers()
                .between(0, 999_999_999)
                .map(nano -> LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC)));
    }

    @Provide
    Arbitrary<String> zones() {
        return Arbitraries.of(ZONES);
    }
}
