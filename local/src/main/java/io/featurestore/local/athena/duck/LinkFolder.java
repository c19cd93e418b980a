package io.featurestore.local.athena.duck;

import io.featurestore.local.athena.files.TableFiles;
import io.featurestore.local.athena.sql.Sql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Shows the files of a table to DuckDB as links in folders `_p0_0=…/_p1_0=…`. So DuckDB knows the values of the
/// partitions, wherever the files are, skips files by them, and never meets a key of S3 that it would take for a
/// pattern. A value begins with `x`, and is cut into pieces that fit into the name of a folder; NULL is `n`.
final class LinkFolder {
    /// The column with the path of the link, if a reader has it.
    static final String FILE = "_file_of_row";

    private static final int MOST_CHARACTERS = 200;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Path folder;
    private final List<TableFiles.Part> parts;
    private final List<Integer> pieces = new ArrayList<>();
    private final Set<Path> made = new HashSet<>();
    private int files;

    /// Creates the folder of a table.
    LinkFolder(Path folder, List<TableFiles.Part> parts) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.parts = parts;
        int keys = parts.isEmpty() ? 0 : parts.getFirst().values().size();
        for (int key = 0; key < keys; key++) {
            int longest = 1;
            for (TableFiles.Part part : parts) {
                longest = Math.max(longest, cut(part.values().get(key)).size());
            }
            pieces.add(longest);
        }
    }

    /// Makes a link to a file and returns its path.
    String link(TableFiles.DataFile file) throws IOException {
        Path place = folder;
        List<Optional<String>> values = parts.get(file.part()).values();
        for (int key = 0; key < values.size(); key++) {
            List<String> cut = cut(values.get(key));
            for (int piece = 0; piece < pieces.get(key); piece++) {
                place = place.resolve(name(key, piece) + "=" + (piece < cut.size() ? cut.get(piece) : "x"));
            }
        }
        if (made.add(place)) {
            Files.createDirectories(place);
        }
        Path link = place.resolve(files + ".parquet");
        files++;
        return Files.createSymbolicLink(link, file.path().toRealPath()).toString();
    }

    /// Returns an expression for the value of a partition key, as text.
    String value(int key) {
        String first = Sql.quote(name(key, 0));
        StringBuilder text = new StringBuilder();
        for (int piece = 0; piece < pieces.get(key); piece++) {
            text.append(piece == 0 ? "" : " || ")
                    .append("substr(")
                    .append(Sql.quote(name(key, piece)))
                    .append(", 2)");
        }
        return "CASE WHEN " + first + " = 'n' THEN NULL ELSE " + text + " END";
    }

    /// Returns DuckDB's function that reads linked files.
    ///
    /// @param links paths that [#link] returned
    String reader(List<String> links, boolean withPlace) {
        String list = links.stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
        String types = IntStream.range(0, pieces.size())
                .boxed()
                .flatMap(key -> IntStream.range(0, pieces.get(key))
                        .mapToObj(piece -> Sql.quote(name(key, piece)) + ": VARCHAR"))
                .collect(Collectors.joining(", ", "{", "}"));
        return "read_parquet(" + list
                + (pieces.isEmpty()
                        ? ", hive_partitioning = false"
                        : ", hive_partitioning = true, hive_types_autocast = false, hive_types = " + types)
                + (withPlace ? ", filename = " + Sql.literal(FILE) + ", file_row_number = true" : "")
                + ")";
    }

    private static String name(int key, int piece) {
        return "_p" + key + "_" + piece;
    }

    private static List<String> cut(Optional<String> value) {
        if (value.isEmpty()) {
            return List.of("n");
        }
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder("x");
        for (byte b : value.get().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) b;
            if (piece.length() > MOST_CHARACTERS) {
                pieces.add(piece.toString());
                piece = new StringBuilder("x");
            }
            if (c < 128 && Character.isLetterOrDigit(c)) {
                piece.append(c);
            } else {
                piece.append('%').append(HEX.toHexDigits(b));
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }
}
