package io.featurestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 KiB", "2411724,2.3 MiB", "1073741824,1.0 GiB",
            "5000000000000,4.5 TiB"})
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
        assertThat(Texts.text("demo.data", Texts.number(200_000))).contains("'customers' (200,000 records");
    }
}
