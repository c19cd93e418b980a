package io.featurestore.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.Limits;
import io.featurestore.steps.work.OutputFiles;
import io.featurestore.steps.work.SideFiles;
import io.featurestore.store.objects.S3Uri;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds the place and the form of an output. Format and compression match each other and the extension of
/// the key.
///
/// @param output the URI, with placeholders replaced and the suffix added
/// @param format the format
/// @param compression the compression
record Destination(S3Uri output, Format format, Compression compression) {
    /// Holds the values of placeholders and defaults.
    ///
    /// @param executionName the execution's name
    /// @param time the scheduled time, else the execution's start
    /// @param exportPlace bucket and prefix for requests without an output, `bucket/` or `bucket/prefix/`
    record Naming(String executionName, Instant time, String exportPlace) {}

    /// Stands for an output that was refused.
    private static final S3Uri REFUSED = new S3Uri("refused", "refused");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}/]*)}");
    private static final DateTimeFormatter DATE = utc("yyyy-MM-dd");
    private static final DateTimeFormatter TIME = utc("HHmmss");
    private static final DateTimeFormatter SCHEDULED_TIME = utc("yyyyMMdd'T'HHmmss'Z'");

    /// Reads the destination of a request. Adds every problem to the violations; if there are any, the result
    /// must not be used.
    static Destination of(JsonNode raw, Naming naming, RequestPlaces places, List<String> violations) {
        String requested = raw.path("output").asText("");
        String key = requested.substring(requested.lastIndexOf('/') + 1);
        Optional<Format> explicit =
                raw.has("format") ? Optional.of(Format.named(raw.get("format").asText())) : Optional.empty();
        OutputName name = OutputName.of(key, explicit);
        name.refusal()
                .ifPresent(reason -> violations.add(
                        "output '" + requested + "': the ending " + name.extension() + " " + reason + "."));
        Format format = explicit.or(name::format)
                .or(() -> key.isEmpty() ? folderFormat(requested) : Optional.empty())
                .orElse(Format.CSV);
        Compression compression = compression(raw, format, name, requested, violations);
        String text = requested.isEmpty()
                ? "s3://" + naming.exportPlace() + "exports/" + groupName(raw) + "/" + "{executionName}."
                        + format.extension()
                : requested;
        if (!text.endsWith("/") && !name.suffixed() && format != Format.PARQUET) {
            text += compression.suffix();
        }
        Optional<S3Uri> output = uri(fill(text, naming, violations), requested, violations);
        output.ifPresent(uri -> checkRoom(uri, format, compression, naming, violations));
        output.ifPresent(places::checkOutput);
        return new Destination(output.orElse(REFUSED), format, compression);
    }

    private static Optional<Format> folderFormat(String prefix) {
        String path = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        // The name of a bucket is no folder.
        int slash = path.lastIndexOf('/');
        return slash < "s3://".length() ? Optional.empty() : OutputName.ofFolder(path.substring(slash + 1));
    }

    private static Compression compression(
            JsonNode raw, Format format, OutputName name, String requested, List<String> violations) {
        Optional<Compression> named = raw.has("compression")
                ? Optional.of(Compression.named(raw.get("compression").asText()))
                : Optional.empty();
        Optional<Compression> fromName = name.compression();
        Compression compression = named.or(() -> fromName).orElse(format.defaultCompression());
        if (format == Format.PARQUET && name.suffixed()) {
            violations.add("output '" + requested + "' ends in " + compression(name)
                    + ", but Parquet is compressed inside the file; let the key end in .parquet and set compression.");
        } else if (!format.compressions().contains(compression)) {
            violations.add("compression " + compression.label() + " does not go with format " + format.extension()
                    + ", which takes "
                    + String.join(
                            ", ",
                            format.compressions().stream()
                                    .sorted()
                                    .map(Compression::label)
                                    .toList())
                    + ".");
        } else if (named.isPresent() && fromName.isPresent() && !named.equals(fromName)) {
            violations.add("output '" + requested + "' ends in " + compression(name) + ", but compression is "
                    + compression.label() + "; change one of them.");
        }
        return compression;
    }

    /// Returns the ending of a name that holds its compression.
    private static String compression(OutputName name) {
        return name.suffixed() ? name.compression().map(Compression::suffix).orElse("") : name.extension();
    }

    /// Refuses an output whose side files or part files could have no name. They are written after the query.
    private static void checkRoom(
            S3Uri output, Format format, Compression compression, Naming naming, List<String> violations) {
        try {
            SideFiles.of(output);
            if (output.isPrefix()) {
                OutputFiles.partFile(output, format, compression, naming.executionName(), Limits.MAX_CHUNKS);
            }
        } catch (IllegalArgumentException e) {
            violations.add("output '" + output + "' leaves no name for "
                    + (output.isPrefix() ? "its part files" : "its manifest") + ": " + e.getMessage()
                    + "; choose another name.");
        }
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

    private static Optional<S3Uri> uri(String text, String requested, List<String> violations) {
        try {
            return Optional.of(S3Uri.parse(text));
        } catch (IllegalArgumentException e) {
            violations.add("output '" + (requested.isEmpty() ? text : requested) + "' is not an S3 URI: "
                    + e.getMessage() + ".");
            return Optional.empty();
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
