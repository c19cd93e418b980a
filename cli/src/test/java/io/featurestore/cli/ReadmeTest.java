package io.featurestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import io.featurestore.local.states.StateMachineDiagram;
import io.featurestore.steps.Json;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What the README says of the machine, the options and the types is what they are. Run with -Dreadme.write=true to write it. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path TYPES = Path.of("..", "functions", "src", "test", "resources", "io", "featurestore",
            "export", "fidelity", "types.jsonl");
    private static final List<String> FORMATS = List.of("json", "parquet", "online");
    private static final Set<String> REFUSALS = Set.of("ConversionFailed", "IncompatibleRecord");
    private static final Map<String, String> OPTIONS = Map.of("featureGroupName", "FEATURE_GROUP", "output", "OUTPUT",
            "records", "--latest", "queryOutputLocation", "--s3-output-location", "eventTimeRange", "--from, --to",
            "compression", "--compression, --compress, --no-compress", "format", "-f, --format", "maxScanBytes",
            "--max-scan", "maxCostUsd", "--max-cost");

    @Test
    void drawsTheStateMachineAsItIs() throws IOException {
        JsonNode definition = resource("statemachine/export.asl.json");
        expect("state machine", "```mermaid\n" + StateMachineDiagram.mermaid(definition).strip() + "\n```");
    }

    @Test
    void listsEveryFieldWithItsOption() throws IOException {
        CommandSpec command = new CommandLine(
                new ExportCommand(new Console(System.out, System.err, System.in, Terminal.NONE))).getCommandSpec();
        StringBuilder table = new StringBuilder("| field | `fs export` | meaning |\n|---|---|---|\n");
        JsonNode schema = resource("events/export-request.schema.json");
        schema.path("properties").properties().forEach(field -> {
            String option = OPTIONS.getOrDefault(field.getKey(), "--" + field.getKey()
                    .replaceAll("([A-Z])", "-$1")
                    .toLowerCase(java.util.Locale.ROOT));
            for (String name : option.split(", ")) {
                assertThat(names(command)).contains(name);
            }
            JsonNode values = field.getValue().path("enum");
            StringBuilder meaning = new StringBuilder(
                    field.getValue().path("description").asText().replace("|", "\\|"));
            if (!values.isMissingNode()) {
                meaning.append(" One of");
                values.forEach(v -> meaning.append(" `").append(v.asText()).append('`'));
                meaning.append('.');
            }
            table.append("| `").append(field.getKey()).append("` | `").append(option.replace(", ", "` `"))
                    .append("` | ")
                    .append(meaning).append(" |\n");
        });
        expect("options", table.toString().strip());
    }

    /** The functions' tests hold the exports to this file. */
    @Test
    void listsWhatBecomesOfEveryType() throws IOException {
        Map<String, List<JsonNode>> types = new LinkedHashMap<>();
        for (String line : Files.readAllLines(TYPES)) {
            JsonNode row = Json.MAPPER.readTree(line);
            types.computeIfAbsent(row.path("type").asText(), _ -> new ArrayList<>()).add(row);
        }
        StringBuilder table = new StringBuilder(
                "| Athena | csv | json | parquet | online-compatible | refused |\n|---|---|---|---|---|---|\n");
        types.forEach((type, rows) -> {
            JsonNode shown = rows.stream()
                    .filter(row -> row.path("athena").asText("").length() > 1 && FORMATS.stream().noneMatch(
                            f -> isRefused(row, f)))
                    .min(Comparator.comparing(row -> row.path("online").asText().length()))
                    .orElse(rows.getFirst());
            table.append("| `").append(type).append("` | ")
                    .append(code(shown.path("csv").asText())).append(" | ")
                    .append(code(shown.path("json").asText())).append(" | ")
                    .append(rows.getFirst().path("parquetType").asText()).append(" | ")
                    .append(code(shown.path("online").asText(""))).append(" | ")
                    .append(refused(rows)).append(" |\n");
        });
        expect("types", table.toString().strip());
    }

    private static boolean isRefused(JsonNode row, String format) {
        return REFUSALS.contains(row.path(format).asText());
    }

    private static String refused(List<JsonNode> rows) {
        return rows.stream()
                .filter(row -> !row.path("case").asText().equals("empty") && FORMATS.stream().anyMatch(
                        f -> isRefused(row, f)))
                .map(row -> row.path("case").asText() + " (" + FORMATS.stream()
                        .filter(f -> isRefused(row, f))
                        .collect(Collectors.joining(", ")) + ")")
                .collect(Collectors.joining("; "));
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text.replace("|", "\\|") + "`";
    }

    private static Set<String> names(CommandSpec command) {
        Set<String> names = new HashSet<>(command.optionsMap().keySet());
        names.addAll(command.negatedOptionsMap().keySet());
        command.positionalParameters().forEach(p -> names.add(p.paramLabel()));
        return names;
    }

    private static void expect(String section, String content) throws IOException {
        String readme = Files.readString(README);
        String begin = "<!-- " + section + ": begin (kept true by a test) -->\n";
        String end = "\n<!-- " + section + ": end -->";
        int from = readme.indexOf(begin) + begin.length();
        int to = readme.indexOf(end, from - 1);
        assertThat(from).isGreaterThan(begin.length());
        assertThat(to).isPositive();
        if (Boolean.getBoolean("readme.write")) {
            Files.writeString(README, readme.substring(0, from) + content + end + readme.substring(to + end.length()));
        } else {
            assertThat(readme.substring(from, Math.max(from, to))).isEqualTo(content);
        }
    }

    private static JsonNode resource(String name) throws IOException {
        try (InputStream in = ReadmeTest.class.getResourceAsStream("/io/featurestore/export/" + name)) {
            return Json.MAPPER.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
