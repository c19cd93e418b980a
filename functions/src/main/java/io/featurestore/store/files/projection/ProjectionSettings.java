package io.featurestore.store.files.projection;

import io.featurestore.records.ColumnType;
import io.featurestore.records.ColumnType.Simple;
import io.featurestore.store.Table.Column;
import io.featurestore.store.files.projection.DateKey.DateFormat;
import io.featurestore.store.files.projection.DateKey.DateStep;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads the settings of partition projection from a table's parameters, ignoring the case of their names.
final class ProjectionSettings {
    /// Reports a setting that is missing or not valid. The message is a sentence without its full stop.
    static final class InvalidSettingException extends Exception {
        InvalidSettingException(String message) {
            super(message);
        }
    }

    private static final Pattern QUOTED = Pattern.compile("'[^']*'");
    private static final Pattern TIME = Pattern.compile("[HhKkmsSaAnN]");
    private static final Pattern DAY = Pattern.compile("[dDEec]");

    private final Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Instant now;

    ProjectionSettings(Map<String, String> parameters, Instant now) {
        this.parameters.putAll(parameters);
        this.now = now;
    }

    boolean enabled() {
        return text("projection.enabled")
                .map(String::strip)
                .filter("true"::equalsIgnoreCase)
                .isPresent();
    }

    Optional<String> template() {
        return text("storage.location.template").filter(template -> !template.isBlank());
    }

    /// Returns the projection of a partition key.
    KeyProjection key(Column key) throws InvalidSettingException {
        String type = required(key, "type").strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "enum" -> {
                String values = required(key, "values");
                yield parsed(name(key, "values"), values, () -> EnumKey.parse(values));
            }
            case "integer" -> {
                String range = required(key, "range");
                long interval = interval(key);
                OptionalInt digits = digits(key);
                yield parsed(name(key, "range"), range, () -> IntegerKey.parse(range, interval, digits));
            }
            case "date" -> date(key);
            case "injected" -> new InjectedKey();
            default ->
                throw new InvalidSettingException(
                        name(key, "type") + " is '" + type + "', and must be enum, integer, date or injected");
        };
    }

    private KeyProjection date(Column key) throws InvalidSettingException {
        String range = required(key, "range");
        String pattern = required(key, "format");
        DateFormat format = parsed(
                name(key, "format"),
                pattern,
                () -> new DateFormat(pattern, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)));
        DateStep step = new DateStep(interval(key), unit(key, pattern));
        return parsed(name(key, "range"), range, () -> DateKey.of(range, format, step, kind(key.type()), now));
    }

    private static DateKey.Kind kind(ColumnType type) {
        return switch (type) {
            case Simple.DATE -> DateKey.Kind.DATE;
            case ColumnType.Timestamp _ -> DateKey.Kind.TIMESTAMP;
            default -> DateKey.Kind.TEXT;
        };
    }

    private ChronoUnit unit(Column key, String pattern) throws InvalidSettingException {
        Optional<String> unit = text(name(key, "interval.unit")).map(String::strip);
        if (unit.isEmpty()) {
            String letters = QUOTED.matcher(pattern).replaceAll("");
            if (TIME.matcher(letters).find()) {
                throw new InvalidSettingException(name(key, "interval.unit") + " is missing, and " + name(key, "format")
                        + " '" + pattern + "' is finer than a day");
            }
            return DAY.matcher(letters).find() ? ChronoUnit.DAYS : ChronoUnit.MONTHS;
        }
        return switch (unit.get().toUpperCase(Locale.ROOT)) {
            case "YEARS" -> ChronoUnit.YEARS;
            case "MONTHS" -> ChronoUnit.MONTHS;
            case "WEEKS" -> ChronoUnit.WEEKS;
            case "DAYS" -> ChronoUnit.DAYS;
            case "HOURS" -> ChronoUnit.HOURS;
            case "MINUTES" -> ChronoUnit.MINUTES;
            case "SECONDS" -> ChronoUnit.SECONDS;
            case "MILLIS", "MILLISECONDS" -> ChronoUnit.MILLIS;
            default ->
                throw new InvalidSettingException(name(key, "interval.unit") + " is '" + unit.get()
                        + "', and must be YEARS, MONTHS, WEEKS, DAYS, HOURS, MINUTES, SECONDS or MILLIS");
        };
    }

    private long interval(Column key) throws InvalidSettingException {
        return positive(key, "interval", Integer.MAX_VALUE).orElse(1);
    }

    private OptionalInt digits(Column key) throws InvalidSettingException {
        return positive(key, "digits", 1_000);
    }

    private OptionalInt positive(Column key, String setting, int most) throws InvalidSettingException {
        Optional<String> text = text(name(key, setting)).map(String::strip);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= 1 && number <= most) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            throw notPositive(key, setting, text.get());
        }
        throw notPositive(key, setting, text.get());
    }

    private static InvalidSettingException notPositive(Column key, String setting, String text) {
        return new InvalidSettingException(name(key, setting) + " is '" + text + "', and must be a positive integer");
    }

    private String required(Column key, String setting) throws InvalidSettingException {
        return text(name(key, setting))
                .orElseThrow(() -> new InvalidSettingException(name(key, setting) + " is missing"));
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    private static String name(Column key, String setting) {
        return "projection." + key.name() + "." + setting;
    }

    private interface Parsing<T> {
        T parse();
    }

    private static <T> T parsed(String name, String value, Parsing<T> parsing) throws InvalidSettingException {
        try {
            return parsing.parse();
        } catch (IllegalArgumentException | java.time.DateTimeException | ArithmeticException e) {
            throw new InvalidSettingException(name + " is '" + value + "', and " + e.getMessage());
        }
    }
}
