package io.featurestore.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.steps.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 KiB", "2411724,2.3 MiB", "1073741824,1.0 GiB", "5000000000000,4.5 TiB"
    })
    void showsSizesInTheUnitAPersonWouldUse(long bytes, String shown) {
        assertThat(Texts.bytes(bytes)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0,0.0 s", "4230,4.2 s", "83000,1 min 23 s", "3723000,1 h 2 min 3 s"})
    void showsDurations(long millis, String shown) {
        assertThat(Texts.duration(millis)).isEqualTo(shown);
    }

    @Test
    void putsArgumentsInAsTheyAre() {
        assertThat(Texts.text("failed", "InvalidQuery", "It's {0} {1}")).isEqualTo("❌ InvalidQuery: It's {0} {1}");
        assertThat(Texts.text("demo.data", "customers", Texts.number(200_000)))
                .contains("'customers' (200,000 records");
    }

    @Test
    void givesNumbersTheFormTheTextAsksFor() {
        assertThat(Texts.text("step.PlanChunks", 0L)).isEqualTo("Planned: S3 copies the result as it is");
        assertThat(Texts.text("step.PlanChunks", 1L)).isEqualTo("Planned: 1 chunk");
        assertThat(Texts.text("step.PlanChunks", 1234L)).isEqualTo("Planned: 1,234 chunks");
        assertThat(Texts.text("summary.files", "s3://b/p/", 2, "1 B")).isEqualTo("s3://b/p/ (2 files, 1 B)");
    }

    @Test
    void hasEveryTextThatIsUsedAndUsesEveryTextItHas() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Matcher matcher =
                        Pattern.compile("\"([A-Za-z]+(?:\\.[A-Za-z]+)*)\"").matcher(Files.readString(source));
                while (matcher.find()) {
                    used.add(matcher.group(1));
                }
                Matcher literal = Pattern.compile("Texts\\.text\\(\\s*\"([^\"]+)\"\\s*[,)]")
                        .matcher(Files.readString(source));
                while (literal.find()) {
                    assertThat(Texts.has(literal.group(1))).as(literal.group(1)).isTrue();
                }
            }
        }
        Set<String> states = new TreeSet<>();
        Json.MAPPER
                .readTree(TextsTest.class.getResourceAsStream("/io/featurestore/export/statemachine/export.asl.json"))
                .path("States")
                .fieldNames()
                .forEachRemaining(states::add);
        ResourceBundle.getBundle(Texts.BUNDLE_NAME).keySet().stream()
                .filter(key ->
                        !key.startsWith("fs.") && !Set.of("help", "version").contains(key))
                .forEach(key -> {
                    if (key.startsWith("step.") || key.startsWith("running.")) {
                        assertThat(states).contains(key.substring(key.indexOf('.') + 1));
                    } else {
                        assertThat(used).contains(key);
                    }
                });
    }
}
