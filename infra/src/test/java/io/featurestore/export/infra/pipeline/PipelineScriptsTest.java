package io.featurestore.export.infra.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the scripts of the pipeline and the Maven wrapper with stand-ins for what they download and call.
class PipelineScriptsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /// The whole build, with all tests and only with libraries whose hashes are known.
    private static final String WHOLE = "mvnw -B verify -Psbom "
            + "-Daether.artifactResolver.postProcessor.trustedChecksums=true -D\\S+=SHA-256 -D\\S+failIfMissing=true\n";

    @TempDir
    Path folder;

    private Path bin;
    private Path log;

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v sha256sum && command -v tar && command -v unzip")
                                .start()
                                .waitFor()
                        == 0,
                "sha256sum, tar and unzip are installed");
        bin = Files.createDirectory(folder.resolve("bin"));
        log = folder.resolve("log");
    }

    @Test
    void aJdkWithAnotherHashIsNotUnpacked() throws Exception {
        Path archive = archive();
        standIn("curl", "while [ \"$1\" != -o ]; do shift; done\ncp '" + archive + "' \"$2\"\necho \"$3\" >> " + log);
        Path jdk = folder.resolve("jdk");
        Path script = ROOT.resolve("infra/pipeline/install-jdk");

        assertThat(run(folder, script.toString(), jdk.toString())).isEqualTo(1);
        assertThat(jdk).doesNotExist();
        assertThat(output()).contains(sha256(archive)).contains("install-jdk: the JDK 25.");
        assertThat(log)
                .content()
                .matches("https://corretto\\.aws/downloads/resources/25\\.[0-9.]+/amazon-corretto-\\S+\n");

        Path expecting = folder.resolve("install-jdk");
        Files.writeString(
                expecting, Files.readString(script).replaceAll("sha256=[0-9a-f]{64}", "sha256=" + sha256(archive)));
        assertThat(run(folder, "sh", expecting.toString(), jdk.toString())).isZero();
        assertThat(jdk.resolve("bin/java")).hasContent("java");
    }

    @Test
    void aMavenWithAnotherHashIsNotRun() throws Exception {
        byte[] other = Files.readAllBytes(archive());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, other.length);
            exchange.getResponseBody().write(other);
            exchange.close();
        });
        server.start();
        try {
            ProcessBuilder maven = new ProcessBuilder(ROOT.resolve("mvnw").toString(), "--version");
            maven.environment()
                    .putAll(Map.of(
                            "MVNW_REPOURL",
                            "http://127.0.0.1:" + server.getAddress().getPort(),
                            "MAVEN_USER_HOME",
                            folder.resolve("maven").toString(),
                            "no_proxy",
                            "127.0.0.1"));
            assertThat(start(maven)).isEqualTo(1);
        } finally {
            server.stop(0);
        }
        assertThat(output()).contains("Failed to validate Maven distribution SHA-256");
        assertThat(folder.resolve("maven/wrapper/dists/apache-maven-3.9.16")).isEmptyDirectory();
    }

    @Test
    void everyToolOfTheDeploymentHasAHash() throws Exception {
        JsonNode wanted = new JsonMapper()
                .readTree(ROOT.resolve("infra/package.json").toFile())
                .path("dependencies");
        JsonNode packages = new JsonMapper()
                .readTree(ROOT.resolve("infra/package-lock.json").toFile())
                .path("packages");

        assertThat(wanted.properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("aws-cdk", "cdk-assets");
        wanted.properties().forEach(tool -> {
            assertThat(tool.getValue().asText()).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
            assertThat(packages.path("node_modules/" + tool.getKey()).path("version"))
                    .isEqualTo(tool.getValue());
        });
        packages.properties().stream()
                .filter(entry -> !entry.getKey().isEmpty())
                .forEach(entry -> assertThat(entry.getValue().path("integrity").asText())
                        .as(entry.getKey())
                        .startsWith("sha512-"));
    }

    @Test
    void sourcesAreVerifiedOnceAndSettingsEachTime() throws Exception {
        checkout();
        String first = build();
        assertThat(first).containsPattern(WHOLE).contains("known-vulnerabilities\n");

        Files.writeString(folder.resolve("checkout/infra/settings.json"), "{\"stackName\": \"other\"}");
        assertThat(build())
                .doesNotContainPattern(WHOLE)
                .contains("-Dtest=SettingsTest -Dit.test=OwnSettingsIT\n")
                .contains("known-vulnerabilities\n");

        Files.writeString(folder.resolve("checkout/Source.java"), "changed");
        assertThat(build()).containsPattern(WHOLE);
        assertThat(folder.resolve("checkout/infra/target/cdk.out/tools"))
                .isDirectoryContaining("glob:**/package.json")
                .isDirectoryContaining("glob:**/package-lock.json");
    }

    @Test
    void aFailedBuildIsNotTakenForVerified() throws Exception {
        checkout();
        standIn(folder.resolve("checkout/mvnw"), "exit 1");
        assertThat(run(folder, folder.resolve("checkout/infra/pipeline/build").toString(), "s3://artifacts/verified"))
                .isEqualTo(1);
        standIn(folder.resolve("checkout/mvnw"), "echo mvnw \"$@\" >> " + log);

        assertThat(build()).containsPattern(WHOLE);
    }

    @Test
    void noScriptOfThePipelinePipesADownloadIntoATool() throws Exception {
        for (Path script : List.of(
                ROOT.resolve("infra/pipeline/install-jdk"),
                ROOT.resolve("infra/pipeline/build"),
                ROOT.resolve("infra/cdk"))) {
            String text = Files.readString(script).replace("\\\n", " ");
            assertThat(text).as(script.toString()).doesNotContainPattern("(curl|wget)[^\n]*\\|(?!\\|)");
            assertThat(text).as(script.toString()).doesNotContainPattern("npm (i|install|exec) |npx |pip3? ");
        }
    }

    /// Makes a checkout whose Maven and look-up of vulnerabilities only record their calls, and an AWS CLI
    /// whose bucket is a folder.
    private void checkout() throws IOException {
        Path infra = Files.createDirectories(folder.resolve("checkout/infra/pipeline"))
                .getParent();
        for (String file : List.of("pipeline/build", "package.json", "package-lock.json", "settings.json")) {
            Files.copy(ROOT.resolve("infra").resolve(file), infra.resolve(file));
        }
        Files.writeString(folder.resolve("checkout/Source.java"), "as it was");
        standIn(folder.resolve("checkout/mvnw"), "echo mvnw \"$@\" >> " + log);
        standIn(folder.resolve("checkout/known-vulnerabilities"), "echo known-vulnerabilities >> " + log);
        Path bucket = Files.createDirectory(folder.resolve("bucket"));
        standIn(
                "aws",
                "[ \"$3\" = - ] && cat > " + bucket + "/$(basename \"$4\") || cat " + bucket + "/$(basename \"$3\")");
    }

    /// Runs the build. Returns what it called.
    private String build() throws Exception {
        Files.deleteIfExists(log);
        assertThat(run(folder, folder.resolve("checkout/infra/pipeline/build").toString(), "s3://artifacts/verified"))
                .as("the exit code")
                .isZero();
        return Files.readString(log);
    }

    /// Returns an archive of a folder with one file, bin/java.
    private Path archive() throws Exception {
        Files.createDirectories(folder.resolve("content/jdk/bin"));
        Files.writeString(folder.resolve("content/jdk/bin/java"), "java");
        Path archive = folder.resolve("other.tar.gz");
        assertThat(run(
                        folder,
                        "tar",
                        "czf",
                        archive.toString(),
                        "-C",
                        folder.resolve("content").toString(),
                        "jdk"))
                .isZero();
        return archive;
    }

    private void standIn(String command, String script) throws IOException {
        standIn(bin.resolve(command), script);
    }

    private static void standIn(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private int run(Path directory, String... command) throws Exception {
        ProcessBuilder process = new ProcessBuilder(command).directory(directory.toFile());
        process.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        return start(process);
    }

    private int start(ProcessBuilder process) throws Exception {
        return process.redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start()
                .waitFor();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
