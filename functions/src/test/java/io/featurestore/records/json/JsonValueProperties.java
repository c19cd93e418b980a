package io.featurestore.records.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;

/// Checks that another library reads the written JSON as the same value.
class JsonValueProperties {
    private static final DateTimeFormatter ATHENA = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    private static JsonNode read(String type, String text) throws IOException {
        String json = JsonText.value(type, text);
        assertThat(json.chars()).noneMatch(c -> c == '\n');
        return Json.MAPPER.readTree(json);
    }

    /// Provides all characters except lone surrogates, which are not characters. Characters that need an escape
    /// are frequent.
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Character> some = Arbitraries.chars().all().filter(c -> !Character.isSurrogate(c));
        Arbitrary<Character> escaped =
                Arbitraries.chars().range('\0', '\u001f').with('"', '\\', '/', '\u007f', '\u2028', '\u2029', '\ufeff');
        Arbitrary<String> pairs =
                Arbitraries.integers().between(0x1_0000, 0x10_ffff).map(Character::toString);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(3, some.map(String::valueOf)),
                        net.jqwik.api.Tuple.of(3, escaped.map(String::valueOf)),
                        net.jqwik.api.Tuple.of(1, pairs))
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 1_000)
    void aTextIsReadAsItWas(@ForAll("texts") String text) throws IOException {
        assertThat(read("varchar", text).textValue()).isEqualTo(text);
    }

    @Property(tries = 300)
    void nestedTextsAreReadAsTheyWere(@ForAll("texts") String text) throws IOException {
        JsonNode nested = Json.MAPPER
                .createArrayNode()
                .add(text)
                .add(Json.MAPPER.createObjectNode().put(text, text));
        assertThat(read("array(varchar)", nested.toString())).isEqualTo(nested);
    }

    @Property(tries = 300)
    void anIntegerKeepsEveryDigit(@ForAll long number) throws IOException {
        assertThat(read("bigint", Long.toString(number)).longValue()).isEqualTo(number);
    }

    @Property(tries = 500)
    void aDoubleIsReadAsTheSame(@ForAll double number) throws IOException {
        JsonNode node = read("double", Double.toString(number));
        assertThat(node.isNumber()).isTrue();
        assertThat(node.doubleValue()).isEqualTo(number);
    }

    @Property(tries = 300)
    void aDecimalKeepsItsText(@ForAll @BigRange(min = "-99999999999999999999999999", max = "1e26") BigDecimal number) {
        assertThat(JsonText.value("decimal(38,12)", number.toPlainString())).isEqualTo(number.toPlainString());
    }

    @Property(tries = 300)
    void aTimestampWithAZoneIsTheSameInstant(
            @ForAll @LongRange(min = -60_000_000_000_000L, max = 250_000_000_000_000L) long millis,
            @ForAll("zones") String zone)
            throws IOException {
        LocalDateTime local =
                Instant.ofEpochMilli(millis).atZone(ZoneId.of(zone)).toLocalDateTime();
        String text = read("timestamp(3) with time zone", ATHENA.format(local) + " " + zone)
                .textValue();
        // A local time that occurs twice is read as the first one, as java.time does.
        assertThat(OffsetDateTime.parse(text).toInstant())
                .isEqualTo(local.atZone(ZoneId.of(zone)).toInstant());
        assertThat(OffsetDateTime.parse(text).toLocalDateTime()).isEqualTo(local);
    }

    @Property(tries = 200)
    void aTimestampWithoutAZoneHasNone(
            @ForAll @LongRange(min = -60_000_000_000_000L, max = 250_000_000_000_000L) long millis) throws IOException {
        LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
        String text = read("timestamp(3)", ATHENA.format(local)).textValue();
        assertThat(LocalDateTime.parse(text)).isEqualTo(local);
    }

    @Provide
    Arbitrary<String> zones() {
        return Arbitraries.of(
                "UTC",
                "Asia/Seoul",
                "Europe/Berlin",
                "America/New_York",
                "Asia/Kolkata",
                "+05:45",
                "-11:00",
                "Pacific/Apia",
                "Africa/Monrovia");
    }
}
