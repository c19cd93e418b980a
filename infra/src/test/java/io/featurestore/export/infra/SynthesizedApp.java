package io.featurestore.export.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.export.infra.settings.SettingsFile;
import io.featurestore.export.infra.stack.DeploymentFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Reads a synthesized app from its folder, as a deployment does.
record SynthesizedApp(Path folder) {
    static final JsonMapper MAPPER = new JsonMapper();
    static final Path ROOT = Path.of(System.getProperty("root"));
    private static final Map<String, SynthesizedApp> DONE = new ConcurrentHashMap<>();
    static final Path JAR = Path.of(System.getProperty("lambda.jar"));

    /// Returns the app that the build synthesized from the repository's settings.
    static SynthesizedApp own() {
        return new SynthesizedApp(Path.of(System.getProperty("cdk.out")));
    }

    /// Returns the app of the original settings of the repository.
    static SynthesizedApp standard() {
        return of("standard");
    }

    /// Returns the app of settings of the tests, synthesized once.
    static SynthesizedApp of(String settings) {
        return of(settings, settings, UnaryOperator.identity());
    }

    /// Returns the app of changed settings of the tests, synthesized once for each name of the app.
    static SynthesizedApp of(String settings, String app, UnaryOperator<String> change) {
        return DONE.computeIfAbsent(app, name -> {
            Path folder = Path.of(System.getProperty("cdk.out")).resolveSibling("cdk.out." + name);
            ExportApp.app(
                            SettingsFile.parse(change.apply(resource(settings + ".json"))),
                            DeploymentFiles.of(ROOT, JAR),
                            folder)
                    .synth();
            return new SynthesizedApp(folder);
        });
    }

    static String resource(String name) {
        try (InputStream in = SynthesizedApp.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the template of the only stack, or of the named one.
    JsonNode template(String stack) {
        return json(files(".template.json").stream()
                .filter(file -> file.getFileName().toString().startsWith(stack))
                .findFirst()
                .orElseThrow());
    }

    JsonNode export() {
        return template("Export");
    }

    static Map<String, JsonNode> resources(JsonNode template, String type) {
        Map<String, JsonNode> found = new TreeMap<>();
        template.path("Resources").properties().forEach(resource -> {
            if (resource.getValue().path("Type").asText().equals(type)) {
                found.put(resource.getKey(), resource.getValue().path("Properties"));
            }
        });
        return found;
    }

    /// Returns the schedule whose name or logical ID holds a text.
    static JsonNode schedule(JsonNode template, String name) {
        return resources(template, "AWS::Scheduler::Schedule").entrySet().stream()
                .filter(schedule -> schedule.getKey().contains(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /// Returns the findings of cdk-nag and of the CDK itself.
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (Path file : files("metadata.json")) {
            json(file).properties().forEach(path -> path.getValue().forEach(entry -> {
                if (List.of("aws:cdk:error", "aws:cdk:warning")
                        .contains(entry.path("type").asText())) {
                    findings.add(path.getKey() + " " + entry.path("data").asText());
                }
            }));
        }
        return findings;
    }

    List<Path> files(String end) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Path file) {
        try {
            return MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
