package io.featurestore.local.s3.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.protocol.Percent;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NamesTest {
    private static final Path FOLDER = Path.of("/store/buckets/bucket");

    @Property
    void ordersKeysAsTheirBytes(@ForAll("texts") String a, @ForAll("texts") String b) {
        int byBytes = Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

        assertThat(Integer.signum(Names.KEY_ORDER.compare(a, b))).isEqualTo(Integer.signum(byBytes));
    }

    @Property
    void decodesWhatItEncodes(@ForAll("texts") String text) {
        assertThat(Percent.decodePath(Percent.encode(text))).isEqualTo(text);
        assertThat(Percent.decodeQuery(Percent.encode(text))).isEqualTo(text);
        assertThat(Percent.encode(text)).matches("[A-Za-z0-9._~/%-]*");
    }

    @Property
    void neverLeavesTheFolder(@ForAll("paths") String key) {
        try {
            Path file = Names.file(FOLDER, key);
            assertThat(file.normalize()).isEqualTo(file).startsWithRaw(FOLDER).isNotEqualTo(FOLDER);
            assertThat(FOLDER.relativize(file)).hasToString(key);
        } catch (ServiceException e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }

    @Example
    void refusesNamesTooLong() {
        assertThat(Names.file(FOLDER, "a".repeat(255)).getFileName().toString()).hasSize(255);
        assertThatThrownBy(() -> Names.file(FOLDER, "é".repeat(128))).hasMessageContaining("255 bytes");
        assertThatThrownBy(() -> Names.file(FOLDER, "a/".repeat(512) + "b")).hasMessageContaining("1024 bytes");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .list()
                .ofMaxSize(4)
                .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of(".", "..", "/", "a", "\\", "\0", "~", " ")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }
}
