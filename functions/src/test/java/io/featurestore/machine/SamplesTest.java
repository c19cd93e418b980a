package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Runs the sample inputs, which users try first.
class SamplesTest {
    private static final String SCHEMA = "/io/featurestore/export/events/export-request.schema.json";
    private static final Map<String, JsonNode> SAMPLES = new TreeMap<>();
    private static final Map<String, String> STARTED = new TreeMap<>();

    private static ExportStack stack;

    @BeforeAll
    static void startAll(@TempDir Path folder) throws Exception {
        readSamples();
        stack = ExportStack.start(folder);
        stack.aws().createSampleGroup(1_000);
        SAMPLES.forEach((name, input) -> STARTED.put(name, stack.start(name.replace('/', '-'), input.toString())));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    /// Opens the folder or jar that holds the schema and the samples.
    private static void readSamples() throws IOException, URISyntaxException {
        URI schema = SamplesTest.class.getResource(SCHEMA).toURI();
        if (schema.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(schema, Map.of())) {
                readSamples(jar.getPath(SCHEMA).getParent());
            }
        } else {
            readSamples(Path.of(schema).getParent());
        }
    }

    private static void readSamples(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json") && !folder.equals(f.getParent()))
                    .toList()) {
                String name = folder.relativize(file).toString().replace(".json", "");
                SAMPLES.put(name, Json.MAPPER.readTree(Files.readAllBytes(file)));
            }
        }
    }

    @Test
    void comeFromEveryEntryPoint() {
        assertThat(SAMPLES.keySet())
                .extracting(name -> name.substring(0, name.indexOf('/')))
                .contains("api", "console", "schedule");
    }

    @TestFactory
    Stream<DynamicTest> fitTheSchema() throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Json.MAPPER.readTree(SamplesTest.class.getResourceAsStream(SCHEMA)));
        return SAMPLES.entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(
                        sample.getKey(), () -> assertThat(schema.validate(request(sample.getKey(), sample.getValue())))
                                .isEmpty()));
    }

    /// Returns the event of a schedule, whose detail is the request.
    private static JsonNode request(String name, JsonNode input) {
        return name.startsWith("schedule/") ? input.path("detail") : input;
    }

    @TestFactory
    Stream<DynamicTest> run() {
        return SAMPLES.entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> {
                    ExportStack.Run run = stack.await(sample.getKey(), STARTED.get(sample.getKey()));
                    JsonNode result = run.succeeded();
                    if (request(sample.getKey(), sample.getValue())
                            .path("dryRun")
                            .asBoolean()) {
                        assertThat(result.path("status").asText()).isEqualTo("PLANNED");
                        return;
                    }
                    assertThat(result.path("status").asText()).isEqualTo("SUCCEEDED");
                    assertThat(result.path("output").path("records").asInt()).isPositive();
                    assertThat(stack.file(S3Uri.parse(result.path("manifest").asText())))
                            .isNotEmptyFile();
                    S3Uri output = run.uri();
                    assertThat(stack.keys(output.bucket(), output.key()))
                            .isNotEmpty()
                            .allSatisfy(key -> assertThat(stack.file(new S3Uri(output.bucket(), key)))
                                    .isNotEmptyFile());
                }));
    }
}
