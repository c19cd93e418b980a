package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Checks that Maven knows the hash of every library that ships before it downloads it
/// (maven.apache.org/resolver/expected-checksums.html).
class PinnedLibrariesIT {
    @Test
    void mavenRefusesADownloadWithAnotherHash() throws Exception {
        assertThat(Files.readAllLines(SynthesizedApp.ROOT.resolve(".mvn/maven.config")))
                .contains(
                        "--strict-checksums",
                        "-Daether.checksums.algorithms=SHA-256,SHA-1",
                        "-Daether.trustedChecksumsSource.summaryFile=true",
                        "-Daether.trustedChecksumsSource.summaryFile.basedir=${session.rootDirectory}/.mvn/checksums");
    }

    @Test
    void everyLibraryOfTheCommandHasTheHashThatIsWrittenDown() throws Exception {
        Set<String> hashes = Files.readAllLines(SynthesizedApp.ROOT.resolve(".mvn/checksums/checksums.sha256")).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toSet());
        List<Path> libraries;
        try (Stream<Path> jars = Files.list(SynthesizedApp.ROOT.resolve("cli/target/fs"))) {
            libraries = jars.filter(jar -> jar.toString().endsWith(".jar"))
                    .filter(jar -> !jar.getFileName().toString().startsWith("feature-store-export-"))
                    .toList();
        }

        assertThat(libraries).hasSizeGreaterThan(50).allSatisfy(library -> assertThat(hashes)
                .as("%s is not in .mvn/checksums. CONTRIBUTING.md says how to record it.", library.getFileName())
                .contains(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(library)))));
    }
}
