package io.featurestore.cli.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.cli.console.RecordedConsole;
import io.featurestore.cli.console.Terminal;
import io.featurestore.export.RequestReader;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StepProgressTest {
    private static final int COLUMNS = 60;

    private final RecordedConsole file = new RecordedConsole("", Terminal.NONE);
    private final RecordedConsole screen = new RecordedConsole("", new Terminal(true, true, COLUMNS));

    @Test
    void ticksOffEachStepOnALineOfItsOwn() throws IOException {
        try (StepProgress progress = new StepProgress(file.console())) {
            wholeExport(progress);
        }

        assertThat(file.err()).isEqualTo("""
                                         ✓ Request checked
                                         ✓ Table found: db.t
                                         ✓ Query started: q-1
                                         ✓ Query done (12,345 records, 2.0 KiB scanned)
                                         ✓ Planned: 3 chunks
                                         ✓ Converted (json, gzip)
                                         ✓ Output complete (1.0 KiB)
                                         ✓ Downloaded
                                         """);
        assertThat(file.out()).isEmpty();
    }

    @Test
    void saysOnceThatAllIsConverted() throws IOException {
        try (StepProgress progress = new StepProgress(file.console())) {
            wholeExport(progress);
            progress.converted(3, 3);
            progress.answered("FinalizeExport", json("{'status': 'REPAIR', 'chunks': 1}"));
            progress.converted(1, 1);
        }

        assertThat(file.err()).containsOnlyOnce("Converted").contains("✓ Repairing 1 chunk\n");
    }

    @Test
    void namesThePlan() throws IOException {
        try (StepProgress progress = new StepProgress(file.console())) {
            for (int chunks : new int[] {0, 1, 2, 1000}) {
                progress.answered("PlanChunks", json("{'chunks': " + chunks + "}"));
            }
        }

        assertThat(file.err().lines())
                .containsExactly(
                        "✓ Planned: S3 copies the result as it is",
                        "✓ Planned: 1 chunk",
                        "✓ Planned: 2 chunks",
                        "✓ Planned: 1,000 chunks");
    }

    @Test
    void movesALineWhileAStepRuns() {
        try (StepProgress progress = new StepProgress(screen.console())) {
            progress.entered("ResolveTable");
            await(() -> turns().size() > 3);
            progress.done("Found");
        }

        String figures = String.join("", StepProgress.SPINNER);
        assertThat(figures + figures)
                .as("the figures in turn, from wherever the wheel stood")
                .contains(turns().stream()
                        .limit(3)
                        .map(line -> line.substring(0, 1))
                        .collect(Collectors.joining()));
        assertThat(shown()).contains("✓ Found");
        assertThat(lastLine()).as("the line is left empty").isEmpty();
    }

    private List<String> turns() {
        return shown().stream()
                .filter(line -> line.endsWith(" Looking up the table …"))
                .toList();
    }

    @Test
    void drawsABarOfTheRecords() throws IOException {
        try (StepProgress progress = new StepProgress(screen.console())) {
            progress.answered("PollQuery", json("{'state': 'SUCCEEDED', 'resultRows': 8000, 'scannedBytes': 1}"));
            progress.converted(1, 4);
            await(() -> screen.err().contains("2000/8000"));
            progress.converted(3, 4);
            await(() -> screen.err().contains("6000/8000"));
            progress.converted(4, 4);
        }

        assertThat(shown())
                .anySatisfy(line -> assertThat(line).startsWith("Converting").contains("25%", "█"))
                .anySatisfy(line -> assertThat(line).contains("75%"))
                .allSatisfy(line -> assertThat(line.length()).isLessThan(COLUMNS));
        assertThat(lastLine()).isEmpty();
    }

    @Test
    void cutsALineThatIsWiderThanTheScreen() {
        try (StepProgress progress = new StepProgress(screen.console())) {
            progress.running("x".repeat(3 * COLUMNS));
            await(() -> screen.err().contains("…"));
        }

        assertThat(shown()).isNotEmpty().allSatisfy(line -> assertThat(line.length())
                .isLessThan(COLUMNS));
    }

    @Test
    void showsNothingOnceItIsClosed() throws IOException {
        StepProgress progress = new StepProgress(screen.console());
        progress.running("Going");
        await(() -> screen.err().contains("Going"));
        progress.close();
        String before = screen.err();

        wholeExport(progress);
        progress.converted(1, 2);

        assertThat(screen.err()).isEqualTo(before);
        assertThat(lastLine()).isEmpty();
    }

    @Test
    void saysOfLostChunksThatTheyAreRepairedAndNothingOfChunksLostTwice() throws IOException {
        Progress progress = new StepProgress(screen.console());
        progress.answered("PlanChunks", json("{'chunks': 3}"));
        progress.converted(2, 3);
        progress.answered("FinalizeExport", json("{'status': 'REPAIR', 'chunks': 1}"));
        String repairing = screen.err();
        progress.answered("FinalizeExport", json("{'status': 'LOST', 'failure': {'Error': 'States.Timeout'}}"));

        assertThat(repairing).contains("✓ Repairing 1 chunk");
        assertThat(screen.err()).isEqualTo(repairing);
        progress.close();
    }

    private static void wholeExport(Progress progress) throws IOException {
        progress.entered("ValidateRequest");
        progress.answered("ValidateRequest", validated());
        progress.answered("ResolveTable", json("{'table': 'db.t'}"));
        progress.answered("StartQuery", json("{'queryExecutionId': 'q-1'}"));
        progress.answered("PollQuery", json("{'state': 'RUNNING'}"));
        progress.answered("PollQuery", json("{'state': 'SUCCEEDED', 'resultRows': 12345, 'scannedBytes': 2048}"));
        progress.answered("PlanChunks", json("{'chunks': 3}"));
        progress.converted(0, 3);
        progress.converted(3, 3);
        progress.answered("FinalizeExport", json("{'status': 'DONE', 'result': {'output': {'bytes': 1024}}}"));
        progress.running("Downloading");
        progress.done("Downloaded");
    }

    /// Returns the contents of the moving line in the order in which they were shown.
    private List<String> shown() {
        return Arrays.stream(screen.err().split("\r\u001b\\[2K|\n"))
                .map(l -> l.replace("\r", ""))
                .filter(l -> !l.isBlank())
                .toList();
    }

    private String lastLine() {
        String all = screen.err();
        return all.substring(Math.max(
                all.lastIndexOf(StepProgress.ERASE_LINE) + StepProgress.ERASE_LINE.length(),
                all.lastIndexOf('\n') + 1));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("shown in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /// Returns the real answer of the step to a request for gzip JSON Lines.
    private static JsonNode validated() throws IOException {
        return Json.MAPPER.valueToTree(new RequestReader()
                .read(
                        json("{'featureGroupName': 'customers', 'format': 'json'}"),
                        new RequestReader.Started("arn", "run-1", Instant.EPOCH),
                        new RequestReader.Defaults("exports", "work", "primary")));
    }

    private static JsonNode json(String text) throws IOException {
        return Json.MAPPER.readTree(text.replace('\'', '"'));
    }
}
