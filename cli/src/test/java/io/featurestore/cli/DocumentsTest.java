package io.featurestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.Terminal;
import io.featurestore.cli.diagram.StateMachineDiagram;
import io.featurestore.cli.export.ExportCommand;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Checks that the documents agree with the project: the drawing of the state machine, the table of options and
/// every relative link. Run with -Ddocs.write=true to write the drawing and the table.
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path STATE_MACHINE = ROOT.resolve("docs/state-machine.md");
    private static final Path OPTIONS_PAGE = ROOT.resolve("docs/options.md");
    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\\n]*`");
    private static final Map<String, String> OPTIONS = Map.of(
            "featureGroupName",
            "FEATURE_GROUP",
            "output",
            "OUTPUT",
            "records",
            "--latest",
            "queryOutputLocation",
            "--s3-output-location",
            "eventTimeRange",
            "--from, --to",
            "compression",
            "--compression, --compress, --no-compress",
            "format",
            "-f, --format",
            "maxScanBytes",
            "--max-scan",
            "maxCostUsd",
            "--max-cost");

    @Test
    void drawsTheStateMachineAsItIs() throws IOException {
        JsonNode definition = resource("statemachine/export.asl.json");
        expect(
                STATE_MACHINE,
                "state machine",
                "```mermaid\n" + StateMachineDiagram.mermaid(definition).strip() + "\n```");
    }

    @Test
    void listsEveryFieldWithItsOption() throws IOException {
        CommandSpec command = new CommandLine(
                        new ExportCommand(new Console(System.out, System.err, System.in, Terminal.NONE)))
                .getCommandSpec();
        StringBuilder table = new StringBuilder("| field | `fs export` | meaning |\n|---|---|---|\n");
        JsonNode schema = resource("events/export-request.schema.json");
        schema.path("properties").properties().forEach(field -> {
            String option = OPTIONS.getOrDefault(
                    field.getKey(),
                    "--" + field.getKey().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
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
            table.append("| `")
                    .append(field.getKey())
                    .append("` | `")
                    .append(option.replace(", ", "` `"))
                    .append("` | ")
                    .append(meaning)
                    .append(" |\n");
        });
        expect(OPTIONS_PAGE, "options", table.toString().strip());
    }

    @Test
    void startsWithTheTwoCommandsOnAtMost160Lines() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("README.md")))
                .hasSizeLessThanOrEqualTo(160)
                .anyMatch(line -> line.startsWith("./fs demo"))
                .contains("./mvnw verify");
    }

    @Test
    void linksOnlyToWhatIsThere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(withoutCode(page));
            while (link.find()) {
                if (!link.group(1).matches("(?i)(https?|mailto):.*") && !resolves(page, link.group(1))) {
                    broken.add(ROOT.relativize(page) + ": " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void reachesEveryPageFromTheReadme() throws IOException {
        Set<Path> reached = new HashSet<>();
        Deque<Path> open = new ArrayDeque<>(List.of(ROOT.resolve("README.md")));
        while (!open.isEmpty()) {
            Path page = open.pop();
            if (reached.add(page)) {
                Matcher link = LINK.matcher(withoutCode(page));
                while (link.find()) {
                    Path target = page.resolveSibling(link.group(1).replaceFirst("#.*", ""))
                            .normalize();
                    if (target.toString().endsWith(".md") && Files.isRegularFile(target)) {
                        open.push(target);
                    }
                }
            }
        }
        assertThat(reached).containsAll(pages());
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path folder : List.of(ROOT, ROOT.resolve("infra"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    private static boolean resolves(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /// Returns the anchors that GitHub gives to the headings of a page.
    private static Set<String> anchors(Path page) throws IOException {
        return Files.readString(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /// Returns a page without its code, because a pattern in code may look like a link. Link texts that are code
    /// are removed too.
    private static String withoutCode(Path page) throws IOException {
        return CODE.matcher(Files.readString(page)).replaceAll("");
    }

    private static Set<String> names(CommandSpec command) {
        Set<String> names = new HashSet<>(command.optionsMap().keySet());
        names.addAll(command.negatedOptionsMap().keySet());
        command.positionalParameters().forEach(p -> names.add(p.paramLabel()));
        return names;
    }

    private static void expect(Path page, String section, String content) throws IOException {
        String text = Files.readString(page);
        String begin = "<!-- " + section + ": begin (kept true by a test) -->\n";
        String end = "\n<!-- " + section + ": end -->";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end, from - 1);
        assertThat(from).isGreaterThan(begin.length());
        assertThat(to).isPositive();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(page, text.substring(0, from) + content + end + text.substring(to + end.length()));
        } else {
            assertThat(text.substring(from, Math.max(from, to))).isEqualTo(content);
        }
    }

    private static JsonNode resource(String name) throws IOException {
        try (InputStream in = DocumentsTest.class.getResourceAsStream("/io/featurestore/export/" + name)) {
            return Json.MAPPER.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
