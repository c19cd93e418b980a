package io.featurestore.records.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8TextTest {
    @Property(tries = 20_000)
    void agreesWithTheJdksDecoder(@ForAll("bytes") byte[] bytes) {
        boolean valid = true;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            valid = false;
        }
        assertThat(accepts(bytes)).as("%s", HexFormat.of().formatHex(bytes)).isEqualTo(valid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "ff",
                "c080",
                "c1bf",
                "e08080",
                "e09fbf",
                "eda080",
                "edbfbf",
                "f08080af",
                "f4908080",
                "f5808080",
                "c3",
                "e282",
                "f09f98",
                "e2826",
                "f09f9880ff"
            })
    void refusesWhatDecodersWouldReplace(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "1");
        assertThat(accepts(bytes)).isFalse();
    }

    @Property
    void saysWhere(@ForAll("texts") String before) {
        byte[] text = before.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = java.util.Arrays.copyOf(text, text.length + 1);
        bytes[text.length] = (byte) 0xff;

        assertThatThrownBy(() -> Utf8Text.demand(bytes, 0, bytes.length))
                .isInstanceOf(ValueFormatException.class)
                .hasMessageStartingWith("is not UTF-8 at byte " + bytes.length + ";");
    }

    private static boolean accepts(byte[] bytes) {
        // Other bytes stand before and after the value.
        byte[] buffer = new byte[bytes.length + 2];
        buffer[0] = (byte) 0xe2;
        System.arraycopy(bytes, 0, buffer, 1, bytes.length);
        buffer[bytes.length + 1] = (byte) 0x80;
        try {
            Utf8Text.demand(buffer, 1, bytes.length);
            return true;
        } catch (ValueFormatException e) {
            return false;
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .filter(s -> s.equals(new String(s.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
    }

    /// Provides bytes at the boundaries of the UTF-8 ranges, whole characters and random bytes.
    @Provide
    Arbitrary<byte[]> bytes() {
        Arbitrary<byte[]> bounds = Arbitraries.of(
                        0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
                        0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff)
                .map(i -> new byte[] {i.byteValue()});
        Arbitrary<byte[]> characters = Arbitraries.of("a", "abcdefgh", "\u00e9", "\ud55c", "\ud83d\ude00", "\uffff")
                .map(s -> s.getBytes(StandardCharsets.UTF_8));
        return Arbitraries.oneOf(bounds, characters).list().ofMaxSize(12).map(Utf8TextTest::joined);
    }

    private static byte[] joined(java.util.List<byte[]> parts) {
        var all = new java.io.ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
