package io.featurestore.local.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SampleHoursTest {
    @Property
    void coverAllRowsInHoursThatDoNotMeet(@ForAll @IntRange(min = 1) int rows) {
        SampleHours hours = SampleHours.of(rows);

        assertThat(hours.count()).isBetween(1, 144);
        assertThat(hours.firstRow(0, rows)).isZero();
        assertThat(hours.firstRow(hours.count(), rows)).isEqualTo(rows);
        assertThat(IntStream.range(0, hours.count()))
                .allMatch(hour -> hours.firstRow(hour, rows) < hours.firstRow(hour + 1, rows));
        assertThat(IntStream.range(1, hours.count()))
                .allMatch(hour -> Duration.between(hours.start(hour - 1), hours.start(hour))
                                .compareTo(Duration.ofHours(1))
                        >= 0);
    }
}
