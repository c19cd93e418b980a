package io.featurestore.layout;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Lays out the Java sources of all modules with palantir-java-format, or checks that they are laid out.
///
/// Imports are put in order, and unused ones are removed. A long string literal is never cut.
public final class Layout {
    private static final String COMMAND = "./mvnw -pl layout verify -Dlayout=apply";
    private static final int PASSES = 3;

    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());
    private final Path root;
    private final Path cache;
    private final PrintStream out;

    /// The result of checking or laying out one file.
    ///
    /// @param hash the SHA-256 of the content that is laid out; empty for a file that is not
    /// @param problem a line for people; empty for a file that is laid out
    private record FileResult(Optional<String> hash, Optional<String> problem) {}

    /// Creates a layout.
    ///
    /// @param root the folder that holds the modules
    /// @param cache a file for the hashes of contents that are known to be laid out, or that does not exist yet
    /// @param out where problems are printed
    Layout(Path root, Path cache, PrintStream out) {
        this.root = root.normalize();
        this.cache = cache;
        this.out = out;
    }

    /// Runs the check or the layout and ends the process, with exit code 0 where all files are laid out.
    ///
    /// @param arguments `check` or `apply`, the folder that holds the modules, and the cache's file
    public static void main(String[] arguments) throws IOException {
        Layout layout = new Layout(Path.of(arguments[1]), Path.of(arguments[2]), System.err);
        boolean laidOut =
                switch (arguments[0]) {
                    case "check" -> layout.check();
                    case "apply" -> layout.apply();
                    default ->
                        throw new IllegalArgumentException(
                                "layout is '" + arguments[0] + "'; it must be check or apply.");
                };
        System.exit(laidOut ? 0 : 1);
    }

    /// Returns true if all files are laid out; names each one that is not.
    boolean check() throws IOException {
        boolean laidOut = run(false);
        if (!laidOut) {
            out.println("To lay out all files: " + COMMAND);
        }
        return laidOut;
    }

    /// Lays out all files. Returns false if there is one that cannot be read as Java, which stays as it is.
    boolean apply() throws IOException {
        return run(true);
    }

    private boolean run(boolean apply) throws IOException {
        Set<String> known = Files.exists(cache) ? Set.copyOf(Files.readAllLines(cache)) : Set.of();
        List<FileResult> all = sources().parallelStream()
                .map(file -> process(file, known, apply))
                .toList();
        List<String> problems = all.stream().flatMap(r -> r.problem().stream()).toList();
        problems.forEach(out::println);
        Set<String> good = new HashSet<>();
        all.forEach(r -> r.hash().ifPresent(good::add));
        if (!good.equals(known)) {
            Files.createDirectories(cache.toAbsolutePath().getParent());
            Files.write(cache, good);
        }
        return problems.isEmpty();
    }

    /// Returns the Java files below `src/main/java` and `src/test/java` of each module, sorted.
    private List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(root)) {
            return modules.flatMap(
                            m -> Stream.of("src/main/java", "src/test/java").map(m::resolve))
                    .filter(Files::isDirectory)
                    .flatMap(Layout::below)
                    .sorted()
                    .toList();
        }
    }

    private static Stream<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileResult process(Path file, Set<String> known, boolean apply) {
        try {
            String source = Files.readString(file);
            String hash = hash(source);
            if (known.contains(hash)) {
                return new FileResult(Optional.of(hash), Optional.empty());
            }
            String laidOut = layOut(source);
            if (laidOut.equals(source)) {
                return new FileResult(Optional.of(hash), Optional.empty());
            }
            if (apply) {
                Files.writeString(file, laidOut);
                return new FileResult(Optional.of(hash(laidOut)), Optional.empty());
            }
            return new FileResult(Optional.empty(), Optional.of(root.relativize(file) + ": not laid out"));
        } catch (FormatterException e) {
            return new FileResult(Optional.empty(), Optional.of(root.relativize(file) + ": " + e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns a source as it has to be. The formatter runs until nothing changes, because one run may leave more
    /// to do.
    private String layOut(String source) throws FormatterException {
        String before = source.replace("\r\n", "\n");
        for (int pass = 0; pass < PASSES; pass++) {
            String after = formatter.formatSource(formatter.fixImports(before));
            if (after.equals(before)) {
                break;
            }
            before = after;
        }
        return before;
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
