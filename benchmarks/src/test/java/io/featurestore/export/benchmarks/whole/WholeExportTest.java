package io.featurestore.export.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeExportTest {
    @TempDir
    private Path folder;

    @Test
    void seesTheStatesOfAnExportInOrder() throws Exception {
        try (WholeExport export = WholeExport.start(folder, 500)) {
            String arn = export.run("{\"featureGroupName\": \"customers\", \"format\": \"json\"}");

            List<Visit> visits = Visit.of(export.history(arn));

            assertThat(visits)
                    .extracting(Visit::state)
                    .startsWith("ValidateRequest", "ResolveTable")
                    .contains("StartQuery", "PollQuery", "PlanChunks", "ConvertChunks", "FinalizeExport");
            assertThat(visits)
                    .allMatch(visit -> visit.to() >= visit.from())
                    .isSortedAccordingTo(java.util.Comparator.comparingDouble(Visit::from));
            assertThat(visits.stream().map(Visit::state).map(Phase::of).distinct())
                    .contains(Phase.values());
        }
    }
}
