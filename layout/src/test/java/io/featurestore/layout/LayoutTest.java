package io.featurestore.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {
    private static final String GOOD = """
            package a;

            import java.util.List;

            /// Holds names.
            ///
            /// - one list item that is longer than the line length of this project would allow for, were it a line of code or so
            /// - `code`
            final class A {
                private final List<String> names = List.of();
                private final Object value =
                        switch ((Object) names.size()) {
                            case Integer i when i > 9 -> "many";
                            case Integer _ -> "few";
                            default -> names;
                        };

                /** Returns the first name. */
                String first() {
                    return names.stream().filter(_ -> true).findFirst().orElse(value.toString());
                }
            }
            """;
    private static final String BAD = GOOD.replace(
                    "import java.util.List;", "import java.util.Set;\nimport java.util.List;")
            .replace("names.stream().filter", "names.stream()\n    .filter");

    @TempDir
    Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Path main = Path.of("");
    private Path test = Path.of("");
    private Layout layout = new Layout(main, main, System.out);

    @BeforeEach
    void write() throws IOException {
        main = write("one/src/main/java/a/A.java", GOOD);
        test = write("two/src/test/java/a/A.java", BAD);
        layout = new Layout(root, root.resolve("target/cache"), new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @Test
    void namesEachFileThatIsNotLaidOutAndTheCommand() throws IOException {
        assertThat(layout.check()).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("two/src/test/java/a/A.java: not laid out\n"
                        + "To lay out all files: ./mvnw -pl layout verify -Dlayout=apply\n");
        assertThat(test).hasContent(BAD);
    }

    @Test
    void laysOut() throws IOException {
        assertThat(layout.apply()).isTrue();
        assertThat(test).hasContent(GOOD);
        assertThat(main).hasContent(GOOD);
        assertThat(layout.check()).isTrue();
        assertThat(out.size()).isZero();
    }

    @Test
    void findsAChangeOfAFileThatWasLaidOut() throws IOException {
        assertThat(layout.apply()).isTrue();
        Files.writeString(main, BAD);

        assertThat(layout.check()).isFalse();
    }

    @Test
    void doesNotReadKnownContentsAgain() throws IOException {
        assertThat(layout.apply()).isTrue();
        Path cache = root.resolve("target/cache");
        assertThat(Files.readAllLines(cache)).hasSize(1).allMatch(l -> l.matches("[0-9a-f]{64}"));
        Object written = Files.getLastModifiedTime(cache);

        assertThat(layout.check()).isTrue();
        assertThat(Files.getLastModifiedTime(cache)).isEqualTo(written);
    }

    @Test
    void leavesWhatIsNoJavaAndNamesIt() throws IOException {
        Files.writeString(test, "class {");

        assertThat(layout.apply()).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("two/src/test/java/a/A.java: 1:7: error: ");
        assertThat(test).hasContent("class {");
    }

    @Test
    void looksAtSourcesOfModulesOnly() throws IOException {
        Files.delete(test);
        write("one/target/generated-sources/a/A.java", BAD);
        write("one/src/test/tools/A.java", BAD);
        write("one/src/test/java/a/A.txt", BAD);

        assertThat(layout.check()).isTrue();
    }

    @Test
    void turnsLineEndsIntoThoseOfUnix() throws IOException {
        Files.writeString(test, GOOD.replace("\n", "\r\n"));

        assertThat(layout.apply()).isTrue();
        assertThat(Files.readString(test)).isEqualTo(GOOD);
    }

    private Path write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
