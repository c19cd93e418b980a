package io.featurestore.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullDiskTest {
    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "There is not enough space on the disk"})
    void isToldFromWhatTheSystemSays(String said) {
        assertThat(FullDisk.of(new IOException(said))).hasValueSatisfying(sentence -> assertThat(sentence)
                .contains("is full (" + said + ")", "free some space"));
        assertThat(FullDisk.of(new FileSystemException("/a/b", null, said)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("/a/b: " + said));
        assertThat(FullDisk.of(new IOException("cannot write", new IOException(said))))
                .isPresent();
    }

    @Test
    void isNoOtherFault() {
        assertThat(FullDisk.of(new IOException("Permission denied"))).isEmpty();
        assertThat(FullDisk.of(new IOException())).isEmpty();
    }
}
