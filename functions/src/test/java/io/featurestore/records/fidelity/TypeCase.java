package io.featurestore.records.fidelity;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.Json;
import io.featurestore.store.Table.FeatureType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of `types.jsonl`: a value of a type, and its form in every format.
///
/// @param type the column's type
/// @param feature the feature type for a bulk put
/// @param parquetType its type in Parquet: the primitive type, then the logical one; `STRING` is a text
/// @param name says what is special about the value
/// @param athena the value as it stands in Athena's result, unquoted; null for NULL
/// @param csv the bytes in the csv output
/// @param json the bytes of the JSON value
/// @param parquet the value that readers see: numbers as Java prints them, bytes as hexadecimal digits, times in
///     ISO-8601 with the digits of their unit, nested values as JSON with the keys of maps sorted; null for NULL
/// @param online the text in online-compatible output; null if it is left out
/// @param comment the reason, or the source of a rule, if it is not obvious
/// @param sql an SQL expression with this value on Athena, if the embedded Athena can compute it
public record TypeCase(
        String type,
        String feature,
        String parquetType,
        @JsonProperty("case") String name,
        @Nullable String athena,
        String csv,
        String json,
        @Nullable String parquet,
        @Nullable String online,
        @Nullable String comment,
        @Nullable String sql) {
    /// Returns all rows.
    public static List<TypeCase> all() {
        try (InputStream in = TypeCase.class.getResourceAsStream("types.jsonl")) {
            return Json.MAPPER
                    .readerFor(TypeCase.class)
                    .<TypeCase>readValues(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    OutputColumn column() {
        ColumnType parsed = ColumnType.parse(type);
        return new OutputColumn("v", "v", parsed, parsed.isNested());
    }

    FeatureType featureType() {
        return FeatureType.valueOf(feature.toUpperCase(java.util.Locale.ROOT));
    }

    /// Returns the error code that an expectation names, if it names one.
    static Optional<ErrorCode> refusal(@Nullable String expected) {
        return expected != null && (expected.equals("ConversionFailed") || expected.equals("IncompatibleRecord"))
                ? Optional.of(ErrorCode.valueOf(expected))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return type + ", " + name;
    }
}
