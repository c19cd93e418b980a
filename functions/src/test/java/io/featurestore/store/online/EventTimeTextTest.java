package io.featurestore.store.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.records.text.ValueFormatException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EventTimeTextTest {
    private final EventTimeText unix = new EventTimeText(false);
    private final EventTimeText iso = new EventTimeText(true);

    private static String of(EventTimeText text, String value) {
        // The value does not begin where the buffer does.
        byte[] bytes = ("12" + value + "34").getBytes(StandardCharsets.UTF_8);
        return new String(text.of(bytes, 2, bytes.length - 4), StandardCharsets.UTF_8);
    }

    @TestFactory
    Stream<DynamicTest> readsEveryKindOfTime() {
        return StreamSupport.stream(Cases.read("event-times.json").path("read").spliterator(), false)
                .map(c -> DynamicTest.dynamicTest(c.path("value").asText(), () -> {
                    assertThat(of(unix, c.path("value").asText()))
                            .isEqualTo(c.path("unix").asText());
                    assertThat(of(iso, c.path("value").asText()))
                            .isEqualTo(c.path("iso8601").asText());
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatIsNoTime() {
        return StreamSupport.stream(
                        Cases.read("event-times.json").path("refused").spliterator(), false)
                .map(c -> DynamicTest.dynamicTest("'" + c.asText() + "'", () -> Stream.of(unix, iso)
                        .forEach(text -> assertThatThrownBy(() -> of(text, c.asText()))
                                .isInstanceOf(ValueFormatException.class))));
    }

    @Test
    void writesAnInstantToTheMillisecond() {
        Instant instant = Instant.parse("2026-01-02T03:04:05.678912345Z");
        assertThat(unix.of(instant)).isEqualTo("1767323045.678");
        assertThat(iso.of(instant)).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(iso.of(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Property(tries = 500)
    void goesFromSecondsToIsoAndBack(
            @ForAll @LongRange(max = 253_402_300_799L) long second, @ForAll @IntRange(max = 999_999_999) int nano) {
        String seconds =
                BigDecimal.valueOf(second).add(BigDecimal.valueOf(nano, 9)).toPlainString();
        String text = of(iso, seconds);
        assertThat(Instant.parse(text)).isEqualTo(Instant.ofEpochSecond(second, nano));
        assertThat(new BigDecimal(of(unix, text))).isEqualByComparingTo(seconds);
        assertThat(of(unix, text)).isEqualTo(of(unix, seconds));
    }
}
