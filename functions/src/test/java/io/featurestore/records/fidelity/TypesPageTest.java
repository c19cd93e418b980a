package io.featurestore.records.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Checks that the table in docs/types.md agrees with the cases of types.jsonl. With -Ddocs.write=true it writes
/// the table.
class TypesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "types.md");
    private static final String BEGIN = "<!-- types: begin (kept true by a test) -->\n";
    private static final String END = "\n<!-- types: end -->";
    private static final Map<String, Function<TypeCase, @Nullable String>> FORMATS = new LinkedHashMap<>();

    static {
        FORMATS.put("json", TypeCase::json);
        FORMATS.put("parquet", TypeCase::parquet);
        FORMATS.put("online", TypeCase::online);
    }

    @Test
    void listsWhatBecomesOfEveryType() throws IOException {
        Map<String, List<TypeCase>> types = new LinkedHashMap<>();
        TypeCase.all().forEach(row -> types.computeIfAbsent(row.type(), _ -> new ArrayList<>())
                .add(row));
        StringBuilder table = new StringBuilder(
                "| Athena | csv | json | parquet | online-compatible | refused |\n|---|---|---|---|---|---|\n");
        types.forEach((type, rows) -> {
            TypeCase shown = shown(rows);
            table.append("| `")
                    .append(type)
                    .append("` | ")
                    .append(code(shown.csv()))
                    .append(" | ")
                    .append(code(shown.json()))
                    .append(" | ")
                    .append(rows.getFirst().parquetType())
                    .append(" | ")
                    .append(code(shown.online()))
                    .append(" | ")
                    .append(refused(rows))
                    .append(" |\n");
        });
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END, from);
        assertThat(from).isGreaterThan(BEGIN.length());
        assertThat(to).isPositive();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page.substring(0, from) + table.toString().strip() + page.substring(to));
        } else {
            assertThat(page.substring(from, to)).isEqualTo(table.toString().strip());
        }
    }

    /// Returns the case with the shortest online-compatible text that every format accepts.
    private static TypeCase shown(List<TypeCase> rows) {
        return rows.stream()
                .filter(row -> length(row.athena()) > 1 && refusals(row).isEmpty())
                .min(Comparator.comparing(row -> length(row.online())))
                .orElse(rows.getFirst());
    }

    private static String refused(List<TypeCase> rows) {
        return rows.stream()
                .filter(row -> !row.name().equals("empty") && !refusals(row).isEmpty())
                .map(row -> row.name() + " (" + refusals(row) + ")")
                .collect(Collectors.joining("; "));
    }

    private static String refusals(TypeCase row) {
        return FORMATS.entrySet().stream()
                .filter(format -> TypeCase.refusal(format.getValue().apply(row)).isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static String code(@Nullable String text) {
        return text == null || text.isEmpty() ? "" : "`" + text.replace("|", "\\|") + "`";
    }
}
