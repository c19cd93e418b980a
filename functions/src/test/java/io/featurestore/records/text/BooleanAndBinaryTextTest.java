package io.featurestore.records.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BooleanAndBinaryTextTest {
    private static byte[] binary(String text) {
        byte[] buffer = ("a" + text + "b").getBytes(StandardCharsets.UTF_8);
        return BinaryText.parse(buffer, 1, buffer.length - 2);
    }

    private static boolean bool(String text) {
        byte[] buffer = ("t" + text + "e").getBytes(StandardCharsets.UTF_8);
        return BooleanText.parse(buffer, 1, buffer.length - 2);
    }

    @Property
    void readsBytesAsTheyArePrinted(@ForAll @Size(max = 50) byte[] bytes, @ForAll boolean upper) {
        HexFormat format = upper ? HexFormat.ofDelimiter(" ").withUpperCase() : HexFormat.ofDelimiter(" ");

        assertThat(binary(format.formatHex(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "000", "00 ", " 00", "00  00", "0g", "g0", "00,00", "00 00 ", "0 000"})
    void refusesWhatIsNoPairs(String text) {
        assertThatThrownBy(() -> binary(text))
                .isInstanceOf(ValueFormatException.class)
                .hasMessage("is not binary in hexadecimal pairs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void readsBooleans(String text) {
        assertThat(bool(text)).isEqualTo(Boolean.parseBoolean(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "True", "FALSE", "t", "tru", "truee", "fals", "falsy", "1", "trux"})
    void refusesWhatIsNoBoolean(String text) {
        assertThatThrownBy(() -> bool(text))
                .isInstanceOf(ValueFormatException.class)
                .hasMessage("is neither true nor false");
    }
}
