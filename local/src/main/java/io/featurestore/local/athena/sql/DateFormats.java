package io.featurestore.local.athena.sql;

import io.trino.sql.tree.Expression;
import io.trino.sql.tree.StringLiteral;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Translates MySQL's date formats, which `date_format` and `date_parse` use, and Joda's, which `format_datetime` and
/// `parse_datetime` use, to DuckDB's date formats.
final class DateFormats {
    private static final Map<Character, String> LETTERS = Map.ofEntries(
            Map.entry('a', "%a"),
            Map.entry('b', "%b"),
            Map.entry('c', "%-m"),
            Map.entry('d', "%d"),
            Map.entry('e', "%-d"),
            Map.entry('f', "%f"),
            Map.entry('H', "%H"),
            Map.entry('h', "%I"),
            Map.entry('I', "%I"),
            Map.entry('i', "%M"),
            Map.entry('j', "%j"),
            Map.entry('k', "%-H"),
            Map.entry('l', "%-I"),
            Map.entry('M', "%B"),
            Map.entry('m', "%m"),
            Map.entry('p', "%p"),
            Map.entry('r', "%I:%M:%S %p"),
            Map.entry('S', "%S"),
            Map.entry('s', "%S"),
            Map.entry('T', "%H:%M:%S"),
            Map.entry('v', "%V"),
            Map.entry('W', "%A"),
            Map.entry('x', "%G"),
            Map.entry('Y', "%Y"),
            Map.entry('y', "%y"),
            Map.entry('%', "%%"));

    /// The patterns of Joda's `DateTimeFormat`.
    private static final Map<String, String> JODA = Map.ofEntries(
            Map.entry("yyyy", "%Y"),
            Map.entry("YYYY", "%Y"),
            Map.entry("yy", "%y"),
            Map.entry("xxxx", "%G"),
            Map.entry("MM", "%m"),
            Map.entry("M", "%-m"),
            Map.entry("MMM", "%b"),
            Map.entry("MMMM", "%B"),
            Map.entry("dd", "%d"),
            Map.entry("d", "%-d"),
            Map.entry("DDD", "%j"),
            Map.entry("ww", "%V"),
            Map.entry("e", "%u"),
            Map.entry("E", "%a"),
            Map.entry("EEE", "%a"),
            Map.entry("EEEE", "%A"),
            Map.entry("HH", "%H"),
            Map.entry("H", "%-H"),
            Map.entry("hh", "%I"),
            Map.entry("h", "%-I"),
            Map.entry("mm", "%M"),
            Map.entry("m", "%-M"),
            Map.entry("ss", "%S"),
            Map.entry("s", "%-S"),
            Map.entry("SSS", "%g"),
            Map.entry("SSSSSS", "%f"),
            Map.entry("a", "%p"),
            Map.entry("Z", "+0000"),
            Map.entry("ZZ", "+00:00"));

    private static final Pattern JODA_PART = Pattern.compile("'((?:[^']|'')*)'|(([A-Za-z])\\3*)|(.)", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("%(.)");

    private DateFormats() {}

    /// Returns DuckDB's format as a string literal.
    static String translate(Expression format) throws QueryFailure {
        if (!(format instanceof StringLiteral literal)) {
            throw QueryFailure.at("NOT_SUPPORTED", format, "a date format that is not a literal is not served");
        }
        StringBuilder translated = new StringBuilder();
        Matcher matcher = ESCAPE.matcher(literal.getValue());
        while (matcher.find()) {
            String letter = LETTERS.get(matcher.group(1).charAt(0));
            if (letter == null) {
                throw QueryFailure.at(
                        "INVALID_FUNCTION_ARGUMENT",
                        format,
                        "Invalid format: " + matcher.group() + " is not supported");
            }
            matcher.appendReplacement(translated, Matcher.quoteReplacement(letter));
        }
        matcher.appendTail(translated);
        return Sql.literal(translated.toString());
    }

    /// Returns DuckDB's format for one of Joda's as a string literal.
    static String translateJoda(Expression format) throws QueryFailure {
        if (!(format instanceof StringLiteral literal)) {
            throw QueryFailure.at("NOT_SUPPORTED", format, "a date format that is not a literal is not served");
        }
        StringBuilder translated = new StringBuilder();
        Matcher matcher = JODA_PART.matcher(literal.getValue());
        while (matcher.find()) {
            if (matcher.group(2) != null) {
                String letter = JODA.get(matcher.group(2));
                if (letter == null) {
                    throw QueryFailure.at(
                            "NOT_SUPPORTED", format, "the date format " + matcher.group(2) + " is not served");
                }
                translated.append(letter);
            } else {
                String text = matcher.group(1) == null ? matcher.group(4) : matcher.group(1);
                translated.append(text.isEmpty() ? "'" : text.replace("''", "'").replace("%", "%%"));
            }
        }
        return Sql.literal(translated.toString());
    }
}
