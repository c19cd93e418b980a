package io.featurestore.cli.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalOutputTest {
    private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void writesTheFileAndLeavesNothingElse() throws IOException {
        new LocalOutput(folder.resolve("a.csv")).write(NEW, false);

        assertThat(folder.resolve("a.csv")).hasContent("new");
        assertThat(names()).containsExactly("a.csv");
    }

    @Test
    void givesThePermissionsOfAnyNewFile() throws IOException {
        new LocalOutput(folder.resolve("a.csv")).write(NEW, false);

        assertThat(Files.getPosixFilePermissions(folder.resolve("a.csv")))
                .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("any"))));
    }

    @Test
    void refusesADiskThatIsTooFull() throws IOException {
        LocalOutput output = new LocalOutput(folder.resolve("a.csv"), _ -> 2);

        refused(() -> output.write(NEW, false), "has 2 B free, but the output needs 3 B");

        assertThat(names()).isEmpty();
    }

    @Test
    void replacesAFileOnlyWhereThatIsAllowed() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "old");
        LocalOutput output = new LocalOutput(file);

        refused(() -> output.check(false), "'" + file + "' exists", "--overwrite");
        refused(() -> output.write(NEW, false), "'" + file + "' exists", "--overwrite");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a.csv");

        assertThatCode(() -> output.check(true)).doesNotThrowAnyException();
        output.write(NEW, true);
        assertThat(file).hasContent("new");
    }

    @Test
    void keepsTheOldFileWhenTheNewOneFails() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "old");

        refused(
                () -> new LocalOutput(file, _ -> {
                            throw new IOException("no such device");
                        })
                        .write(NEW, true),
                "'" + file + "' cannot be written: no such device.");

        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a.csv");
    }

    @Test
    void refusesAFolderAMissingFolderAndADevice() {
        Path missing = folder.resolve("missing");

        refused(() -> new LocalOutput(folder).check(true), "'" + folder + "' is a folder");
        refused(
                () -> new LocalOutput(missing.resolve("a.csv")).check(false),
                "the folder '" + missing + "' does not exist");
        refused(() -> new LocalOutput(Path.of("/dev/null")).check(true), "it is not a regular file");
    }

    @Test
    void saysWhyTheFolderCannotBeWritten() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        LocalOutput output = new LocalOutput(gone.resolve("a.csv"));
        output.check(false);
        Files.delete(gone);

        refused(() -> output.write(NEW, false), "'" + gone.resolve("a.csv") + "' cannot be written: '" + gone);
    }

    @Test
    void removesWhatAKilledProcessLeftAndNothingElse() throws IOException, InterruptedException {
        LocalOutput output = new LocalOutput(folder.resolve("a.csv"));
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Files.createFile(output.temporary(ended.pid()));
        Path others = Files.createFile(
                output.temporary(ProcessHandle.current().parent().orElseThrow().pid()));
        Path unlike = Files.createFile(folder.resolve(".a.csv.x.part"));

        output.write(NEW, false);

        assertThat(names())
                .containsExactlyInAnyOrder(
                        "a.csv",
                        others.getFileName().toString(),
                        unlike.getFileName().toString());
    }

    @Test
    void writesWhereALinkPoints() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), file);

        new LocalOutput(link).write(NEW, true);

        assertThat(link).isSymbolicLink().hasContent("new");
        assertThat(file).hasContent("new");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }

    private static void refused(ThrowingCallable call, String... words) {
        assertThatExceptionOfType(CommandFailure.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(e.message()).contains(words);
        });
    }
}
