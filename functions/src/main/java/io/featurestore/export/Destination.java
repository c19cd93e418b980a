package io.featurestore.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.store.objects.S3Uri;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds the place and the form of an output. Format and compression match each other and the extension of the
/// key.
///
/// @param output the URI, with placeholders replaced and the suffix added
/// @param format the format
/// @param compression the compression
record Destination(S3Uri output, Format format, Compression compression) {
    /// Holds the values of placeholders and defaults.
    ///
    /// @param executionName the execution's name
    /// @param time the scheduled time, else the execution's start
    /// @param exportBucket the bucket for requests without an output
    record Naming(String executionName, Instant time, String exportBucket) {}

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}/]*)}");
    private static final DateTimeFormatter DATE = utc("yyyy-MM-dd");
    private static final DateTimeFormatter TIME = utc("HHmmss");
    private static final DateTimeFormatter SCHEDULED_TIME = utc("yyyyMMdd'T'HHmmss'Z'");

    /// Reads the destination of a request. Adds every problem to the violations; if there are any, the result
    /// must not be used.
    static Destination of(JsonNode raw, Naming naming, List<String> violations) {
        String requested = raw.path("output").asText("");
        String key = requested.endsWith("/") ? "" : requested.substring(requested.lastIndexOf('/') + 1);
        Optional<Compression> fromSuffix = Arrays.stream(Compression.values())
                .filter(c -> !c.suffix().isEmpty() && key.endsWith(c.suffix()))
                .findFirst();
        String bare = fromSuffix
                .map(c -> key.substring(0, key.length() - c.suffix().length()))
                .orElse(key);
        Format format = raw.has("format")
                ? Format.named(raw.get("format").asText())
                : Arrays.stream(Format.values())
                        .filter(f -> bare.endsWith("." + f.extension()))
                        .findFirst()
                        .orElse(Format.CSV);
        Compression compression = compression(raw, format, fromSuffix, requested, violations);
        String suffix = format == Format.PARQUET ? "" : compression.suffix();
        String text = requested.isEmpty()
                ? "s3://" + naming.exportBucket() + "/exports/" + groupName(raw) + "/" + "{executionName}."
                        + format.extension()
                : requested;
        if (!text.endsWith("/") && !text.endsWith(suffix)) {
            text += suffix;
        }
        return new Destination(uri(fill(text, naming, violations), requested, naming, violations), format, compression);
    }

    private static Compression compression(
            JsonNode raw, Format format, Optional<Compression> fromSuffix, String requested, List<String> violations) {
        Optional<Compression> named = raw.has("compression")
                ? Optional.of(Compression.named(raw.get("compression").asText()))
                : Optional.empty();
        Compression compression = named.or(() -> fromSuffix).orElse(format.defaultCompression());
        if (!format.compressions().contains(compression)) {
            violations.add("compression " + compression.label() + " does not go with format " + format.extension()
                    + ", which takes "
                    + String.join(
                            ", ",
                            format.compressions().stream()
                                    .sorted()
                                    .map(Compression::label)
                                    .toList())
                    + ".");
        } else if (format == Format.PARQUET && fromSuffix.isPresent()) {
            violations.add(
                    "output '" + requested + "' ends in " + fromSuffix.get().suffix()
                            + ", but Parquet is compressed inside the file; let the key end in .parquet and set compression.");
        } else if (named.isPresent() && fromSuffix.isPresent() && !named.equals(fromSuffix)) {
            violations.add(
                    "output '" + requested + "' ends in " + fromSuffix.get().suffix() + ", but compression is "
                            + compression.label() + "; change one of them.");
        }
        return compression;
    }

    private static String fill(String text, Naming naming, List<String> violations) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value =
                    switch (matcher.group(1)) {
                        case "date" -> DATE.format(naming.time());
                        case "time" -> TIME.format(naming.time());
                        case "scheduledTime" -> SCHEDULED_TIME.format(naming.time());
                        case "executionName" -> naming.executionName();
                        default -> {
                            violations.add("output holds {" + matcher.group(1)
                                    + "}; the placeholders are {date}, {time}, {scheduledTime} and {executionName}.");
                            yield matcher.group();
                        }
                    };
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }

    private static S3Uri uri(String text, String requested, Naming naming, List<String> violations) {
        try {
            return S3Uri.parse(text);
        } catch (IllegalArgumentException e) {
            violations.add("output '" + (requested.isEmpty() ? text : requested) + "' is not an S3 URI: "
                    + e.getMessage() + ".");
            return new S3Uri(naming.exportBucket(), "refused");
        }
    }

    /// Returns the name of a feature group from its name or ARN.
    private static String groupName(JsonNode raw) {
        String name = raw.path("featureGroupName").asText();
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
    }
}
