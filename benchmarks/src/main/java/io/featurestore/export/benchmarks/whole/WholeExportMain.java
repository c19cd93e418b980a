package io.featurestore.export.benchmarks.whole;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// Runs one export on the embedded services, as the `fs` command does, and writes its timeline. The arguments are
/// a folder, the number of rows of the sample feature group, the format and the file to write.
public final class WholeExportMain {
    private WholeExportMain() {}

    /// Runs the export.
    public static void main(String[] args) throws IOException, InterruptedException {
        String request = "{\"featureGroupName\": \"customers\", \"format\": \"" + args[2] + "\"}";
        try (WholeExport export = WholeExport.start(Path.of(args[0]), Integer.parseInt(args[1]));
                CpuSampler sampler = new CpuSampler()) {
            String arn = export.run(request);
            Map<CpuSampler.Work, Double> cpu = sampler.end();
            Timeline timeline = timeline(request, export.history(arn), Json.MAPPER.readTree(export.output(arn)), cpu);
            Files.writeString(
                    Path.of(args[3]),
                    Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(timeline) + "\n");
        }
    }

    private static Timeline timeline(
            String request, List<HistoryEvent> history, JsonNode result, Map<CpuSampler.Work, Double> cpu) {
        Instant start = history.getFirst().timestamp();
        double seconds = Duration.between(start, history.getLast().timestamp()).toMillis() / 1000.0;
        Map<String, Double> cpuSeconds = new LinkedHashMap<>();
        cpu.forEach((work, taken) -> cpuSeconds.put(work.label(), Math.round(taken * 100) / 100.0));
        return new Timeline(
                request,
                result.path("output").path("records").asLong(),
                result.path("query").path("resultBytes").asLong(),
                result.path("chunks").path("planned").asInt(),
                seconds,
                Visit.of(history),
                cpuSeconds);
    }
}
