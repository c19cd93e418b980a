package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the pipeline's script against a test database of vulnerabilities.
class KnownVulnerabilitiesTest {
    private static final String BOM = """
                                      {"bomFormat": "CycloneDX", "components": [
                                        {"purl": "pkg:maven/org.example/safe@1.0?type=jar"}, {"purl": "pkg:maven/org.example/holed@2.0?type=jar"},
                                        {"purl": "pkg:maven/io.featurestore/feature-store-export-events@1.0.0?type=jar"}]}""";
    private static final String FOUND = """
                                        {"results": [{"vulns": [{"id": "GHSA-aaaa-bbbb-cccc", "modified": "2026-01-01T00:00:00Z"}]}, {}]}""";

    private record Run(int exitCode, String out) {}

    @TempDir
    Path folder;

    private final AtomicReference<String> asked = new AtomicReference<>("");
    private String answer = FOUND;
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v jq && command -v curl")
                                .start()
                                .waitFor()
                        == 0,
                "jq and curl are installed");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/querybatch", exchange -> {
            asked.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void namesEachComponentWithItsAdvisory() throws Exception {
        Run run = run(BOM, "");

        assertThat(run)
                .isEqualTo(new Run(
                        1,
                        "pkg:maven/org.example/holed@2.0: GHSA-aaaa-bbbb-cccc, "
                                + "https://osv.dev/vulnerability/GHSA-aaaa-bbbb-cccc\n"));
        assertThat(asked.get().replaceAll("\\s", ""))
                .isEqualTo(
                        "{\"queries\":[{\"package\":{\"purl\":"
                                + "\"pkg:maven/org.example/holed@2.0\"}},{\"package\":{\"purl\":\"pkg:maven/org.example/safe@1.0\"}}]}");
    }

    @Test
    void leavesOutWhatWasAccepted() throws Exception {
        assertThat(run(BOM, "\n# looked at\nGHSA-dddd-eeee-ffff other\n").exitCode())
                .isEqualTo(1);
        assertThat(run(BOM, "# looked at\n\nGHSA-aaaa-bbbb-cccc that part is not used\n"))
                .isEqualTo(new Run(0, "No known vulnerabilities in 2 components.\n"));
    }

    @Test
    void saysWhereNothingIsKnown() throws Exception {
        answer = "{\"results\": [{}, {}]}";

        assertThat(run(BOM, "")).isEqualTo(new Run(0, "No known vulnerabilities in 2 components.\n"));
    }

    @Test
    void neverTakesAMissingAnswerForAGoodOne() throws Exception {
        answer = "{\"results\": [{}]}";

        assertThat(run(BOM, "").exitCode()).isEqualTo(2);
        assertThat(run("{}", "").exitCode()).isEqualTo(2);
        assertThat(run("no JSON", "").exitCode()).isEqualTo(2);
        server.stop(0);
        assertThat(run(BOM, "").exitCode()).isEqualTo(2);
    }

    private Run run(String bom, String accepted) throws IOException, InterruptedException {
        Path script = Path.of("..", "known-vulnerabilities").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                script.toString(),
                Files.writeString(folder.resolve("sbom.json"), bom).toString(),
                Files.writeString(folder.resolve("accepted"), accepted).toString());
        builder.environment()
                .put("OSV_URL", "http://127.0.0.1:" + server.getAddress().getPort());
        builder.environment().put("no_proxy", "127.0.0.1");
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out);
    }
}
