package io.featurestore.local.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.local.fixture.Duck;
import io.featurestore.local.fixture.LocalFeatureStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.FeatureValue;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.ValidationErrorException;

/// Records put to the sample, whose table has other types than its features.
class SampleRecordsTest {
    @TempDir
    private Path folder;

    private LocalFeatureStore local;
    private SampleFeatureGroup sample;

    @BeforeEach
    void make() throws IOException {
        local = new LocalFeatureStore(folder, Clock.systemUTC());
        sample = new SampleFeatureGroup(local.groups(), local.catalog(), local.buckets());
        sample.create(SampleFeatureGroup.Format.GLUE, 60);
    }

    @AfterEach
    void close() throws IOException {
        local.close();
    }

    @Test
    void reachTheTableInItsTypes() throws Exception {
        put(
                value("customer_id", "new"),
                value("event_time", "1700000000.5"),
                value("is_active", "true"),
                value("address", "{\"city\":\"서울\",\"zip\":null}"),
                FeatureValue.builder()
                        .featureName("tags")
                        .valueAsStringList("vip")
                        .build());

        local.runtime().flush();
        try (Duck duck = new Duck(folder.resolve("buckets"))) {
            assertThat(duck.rows("""
                                 SELECT typeof(is_active), is_active, address.city, address.zip, tags::TEXT FROM t
                                 WHERE customer_id = 'new'""")).containsExactly(List.of("BOOLEAN", "true", "서울", "null", "[vip]"));
            assertThat(duck.number("SELECT count(*) FROM t")).isEqualTo(61);
        }
    }

    @Test
    void areRefusedWhereTheTableCannotHoldThem() {
        assertThatThrownBy(() -> put(value("customer_id", "new"), value("event_time", "1"), value("is_active", "yes")))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("[is_active] does not fit its column");
        assertThatThrownBy(() -> put(value("customer_id", "new"), value("event_time", "1"), value("address", "서울")))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("[address] does not fit its column");
        assertThat(isOnline("new")).isFalse();
    }

    @Test
    void areGoneWhenTheSampleIsMadeAnew() throws IOException {
        put(value("customer_id", "new"), value("event_time", "1"));
        assertThat(isOnline("new")).isTrue();

        sample.create(SampleFeatureGroup.Format.GLUE, 60);

        assertThat(isOnline("new")).isFalse();
    }

    private boolean isOnline(String identifier) {
        return local.records()
                .getRecord(request -> request.featureGroupName("customers").recordIdentifierValueAsString(identifier))
                .hasRecord();
    }

    private void put(FeatureValue... values) {
        local.records()
                .putRecord(request -> request.featureGroupName("customers").record(values));
    }

    private static FeatureValue value(String name, String text) {
        return FeatureValue.builder().featureName(name).valueAsString(text).build();
    }
}
