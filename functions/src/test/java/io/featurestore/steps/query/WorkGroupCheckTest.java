package io.featurestore.steps.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.InMemoryObjectStore.Operation;
import io.featurestore.store.objects.S3Uri;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkGroupCheckTest {
    private static final S3Uri WORK = S3Uri.parse("s3://works/work/run-1/");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();

    @ParameterizedTest
    @ValueSource(strings = {"Athena engine version 3", "Athena engine version 4", "AUTO", ""})
    void acceptsEveryEngineOfSql(String engine) {
        assertThatCode(() -> check(group(engine, false, Optional.empty()))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PySpark engine version 3", "Apache Spark version 3.5"})
    void refusesEveryOtherEngine(String engine) {
        assertThatThrownBy(() -> check(group(engine, false, Optional.empty())))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("Work group 'g' runs " + engine);
    }

    @ParameterizedTest
    @CsvSource({
        "true, s3://works/work/, true",
        "true, s3://works/work/results, true",
        "true, s3://open/results, true",
        "true, s3://closed/results/, false",
        "true, s3://works/elsewhere/, false",
        "true, s3://No_Bucket/, false",
        "true, results, false",
        "false, s3://closed/results/, true"
    })
    void acceptsAnEnforcedLocationThatCanBeRead(boolean enforced, String location, boolean accepted) {
        objects.inject(new InMemoryObjectStore.Faults() {
            @Override
            public void before(Operation operation, S3Uri uri) {
                if (!uri.bucket().equals("open")) {
                    throw new AccessDenied("Access denied: s3:ListBucket on " + uri);
                }
            }
        });
        WorkGroup group = group("AUTO", enforced, Optional.of(location));
        if (accepted) {
            assertThatCode(() -> check(group)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> check(group))
                    .isInstanceOf(InvalidRequest.class)
                    .hasMessageContainingAll("Work group 'g' writes every result to", location, "workgroup");
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 100, false", "101, 100, true", "101, , false"})
    void knowsAQueryThatWouldBeCancelled(long scanned, Long limit, boolean exceeded) {
        WorkGroup group = new WorkGroup(
                "g",
                true,
                "AUTO",
                false,
                false,
                false,
                Optional.empty(),
                false,
                limit == null ? OptionalLong.empty() : OptionalLong.of(limit));
        assertThat(group.exceeded(scanned).isPresent()).isEqualTo(exceeded);
        group.exceeded(scanned)
                .ifPresent(text -> assertThat(text).contains("101 bytes", "100 bytes", "BytesScannedCutoffPerQuery"));
    }

    @Test
    void refusesAGroupThatIsNotThere() {
        assertThatThrownBy(() -> new WorkGroupCheck(_ -> Optional.empty(), objects).check("g", WORK))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("There is no work group 'g'");
    }

    private void check(WorkGroup group) {
        new WorkGroupCheck(_ -> Optional.of(group), objects).check("g", WORK);
    }

    private static WorkGroup group(String engine, boolean enforced, Optional<String> location) {
        return new WorkGroup("g", true, engine, false, false, enforced, location, false, OptionalLong.empty());
    }
}
