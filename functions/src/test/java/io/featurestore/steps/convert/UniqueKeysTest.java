package io.featurestore.steps.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.records.Fields;
import io.featurestore.records.checks.Duplicates;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Checks that duplicate identifiers are found across chunks.
class UniqueKeysTest {
    private static final S3Uri PLACE = S3Uri.parse("s3://work/statistics/");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final UniqueKeys keys = new UniqueKeys(store);
    private long records;
    private int chunks;

    @Test
    void differentIdentifiersAreUnique() throws IOException {
        chunk(IntStream.range(0, 3_000).mapToObj(Integer::toString).toList());
        chunk(IntStream.range(3_000, 6_000).mapToObj(Integer::toString).toList());
        assertThat(keys.duplicates().count()).isZero();
    }

    @Test
    void theLaterRecordsOfAnIdentifierAreNamed() throws IOException {
        chunk(List.of("a", "b", "a"));
        chunk(List.of("c", "b", "a"));
        chunk(List.of("d", ""));
        Duplicates duplicates = keys.duplicates();
        assertThat(duplicates.count()).isEqualTo(3);
        assertThat(duplicates.first()).containsExactly(3L, 5L, 6L);
    }

    @Test
    void theFirstTenAreNamedAndAllCounted() throws IOException {
        for (int chunk = 0; chunk < 4; chunk++) {
            chunk(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
        }
        Duplicates duplicates = keys.duplicates();
        assertThat(duplicates.count()).isEqualTo(300);
        assertThat(duplicates.first()).containsExactly(101L, 102L, 103L, 104L, 105L, 106L, 107L, 108L, 109L, 110L);
    }

    private void chunk(List<String> values) throws IOException {
        KeyRuns runs = new KeyRuns(store, PLACE.append(chunks + "-keys-"), 0);
        Fields fields = new Fields(1);
        for (int i = 0; i < values.size(); i++) {
            byte[] bytes = values.get(i).getBytes(StandardCharsets.UTF_8);
            fields.buffer(bytes);
            fields.set(0, 0, bytes.length);
            runs.add(fields, i);
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        runs.write(new DataOutputStream(written));
        keys.add(new DataInputStream(new ByteArrayInputStream(written.toByteArray())), records + 1);
        records += values.size();
        chunks++;
    }
}
