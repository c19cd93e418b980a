package io.featurestore.export.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.export.benchmarks.whole.Timeline;
import io.featurestore.export.benchmarks.whole.Visit;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TimelinePartTest {
    @TempDir
    private Path folder;

    @Test
    void addsUpTheVisitsOfAPhaseAndWhatLiesBetween() throws IOException {
        assertThat(part(1, 9).text())
                .contains("| query, with the waits for it | 3.00 | 30.0 % |")
                .contains("| map over the chunks | 5.00 | 50.0 % |")
                .contains("| between the states | 2.00 | 20.0 % |");
    }

    @Test
    void judgesOrchestrationByItsShareOfCpuTime() throws IOException {
        assertThat(part(1, 9).text()).contains("take 10.0 % of all CPU time; the target is at most 15.0 %: holds.");
        assertThat(part(2, 8).text())
                .contains("take 20.0 % of all CPU time; the target is at most 15.0 %: **does not " + "hold**.");
    }

    @Test
    void drawsABarAVisit() throws IOException {
        assertThat(part(1, 9).svg().split("#e69f00", -1)).hasSize(1 + 2);
    }

    private TimelinePart part(double orchestration, double rest) throws IOException {
        Timeline timeline = new Timeline(
                "{}",
                10,
                1_000_000,
                1,
                10,
                List.of(new Visit("StartQuery", 0, 1), new Visit("PollQuery", 2, 4), new Visit("ConvertChunks", 4, 9)),
                Map.of(Timeline.ORCHESTRATION, orchestration, "query", rest));
        Path file = folder.resolve("timeline.json");
        return TimelinePart.read(Files.writeString(file, Json.MAPPER.writeValueAsString(timeline)));
    }
}
