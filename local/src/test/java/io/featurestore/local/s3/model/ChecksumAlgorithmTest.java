package io.featurestore.local.s3.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumAlgorithmTest {
    /// The check values of the algorithms' definitions.
    @ParameterizedTest
    @CsvSource({
        "CRC32,cbf43926",
        "CRC32C,e3069283",
        "CRC64NVME,ae8b14860a799888",
        "SHA1,f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "SHA256,15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
    })
    void hasTheCheckValue(ChecksumAlgorithm algorithm, String value) {
        RunningDigest digest = algorithm.start();
        digest.update("x123456789".getBytes(US_ASCII), 1, 9);

        byte[] found = digest.value();
        assertThat(HexFormat.of().formatHex(found)).isEqualTo(value);
        assertThat(found).hasSize(algorithm.bytes());
    }

    @Property(tries = 200)
    void crc64IsTheSameHoweverTheBytesCome(@ForAll @Size(max = 100) byte[] bytes) {
        Crc64Nvme atOnce = new Crc64Nvme();
        atOnce.update(bytes, 0, bytes.length);
        Crc64Nvme oneByOne = new Crc64Nvme();
        for (byte b : bytes) {
            oneByOne.update(b);
        }

        assertThat(atOnce.getValue()).isEqualTo(oneByOne.getValue());
    }
}
