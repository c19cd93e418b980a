package io.featurestore.cli.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64NvmeTest {
    /// The check value of reveng.sourceforge.io/crc-catalogue, CRC-64/NVME.
    @Test
    void hasTheCheckValue() {
        assertThat(crc("123456789".getBytes(StandardCharsets.US_ASCII), 0, 9)).isEqualTo(0xae8b14860a799888L);
        assertThat(crc(new byte[0], 0, 0)).isZero();
    }

    @Test
    void combinesTwoPiecesAtEveryPlace() {
        byte[] bytes = new byte[300];
        new Random(1).nextBytes(bytes);
        long whole = crc(bytes, 0, bytes.length);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(Crc64Nvme.combine(crc(bytes, 0, cut), crc(bytes, cut, bytes.length - cut), bytes.length - cut))
                    .as("cut at " + cut)
                    .isEqualTo(whole);
        }
    }

    private static long crc(byte[] bytes, int from, int count) {
        Crc64Nvme crc = new Crc64Nvme();
        crc.update(bytes, from, count);
        return crc.getValue();
    }
}
