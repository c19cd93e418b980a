package io.featurestore.local.athena.types;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trino.sql.tree.BinaryLiteral;
import io.trino.sql.tree.BooleanLiteral;
import io.trino.sql.tree.DecimalLiteral;
import io.trino.sql.tree.DoubleLiteral;
import io.trino.sql.tree.GenericLiteral;
import io.trino.sql.tree.IntervalLiteral;
import io.trino.sql.tree.Literal;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.NullLiteral;
import io.trino.sql.tree.SimpleIntervalQualifier;
import io.trino.sql.tree.StringLiteral;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the types of literals, and refuses those whose text does not fit their type.
final class Literals {
    private static final Pattern MOMENT = Pattern.compile(
            "([+-]?\\d{4,6})-(\\d{1,2})-(\\d{1,2})(?: (\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,12}))?)?)?(?:\\s*(.+))?");
    private static final Pattern CLOCK =
            Pattern.compile("(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,12}))?)?(?:\\s*([+-]\\d{1,2}:\\d{1,2}))?");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d*)(?:\\.(\\d*))?");
    private static final Set<String> ANY_TEXT = Set.of("varchar", "uuid", "ipaddress", "varbinary");

    private static final String WHOLE = "[+-]?\\d{1,18}";
    private static final String SECONDS = WHOLE + "(?:\\.\\d+)?";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Literals() {}

    static Type type(Literal literal) {
        return switch (literal) {
            case NullLiteral _ -> Type.UNKNOWN;
            case BooleanLiteral _ -> Type.BOOLEAN;
            case LongLiteral number -> {
                long value = number.getParsedValue();
                yield value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE ? Type.INTEGER : Type.BIGINT;
            }
            case DoubleLiteral _ -> Type.DOUBLE;
            case DecimalLiteral number -> decimal(number, number.getValue(), "DECIMAL");
            case StringLiteral text -> Type.varchar(text.length());
            case BinaryLiteral _ -> Type.VARBINARY;
            case IntervalLiteral interval -> {
                String value = interval.getValue().strip();
                if (interval.qualifier() instanceof SimpleIntervalQualifier simple
                        && !value.matches(simple.getField().name().equals("SECOND") ? SECONDS : WHOLE)) {
                    throw InvalidSql.at(
                            interval,
                            "INVALID_LITERAL",
                            "Invalid INTERVAL " + simple.getField().name() + " value: " + interval.getValue());
                }
                yield DataTypes.interval(interval.qualifier());
            }
            case GenericLiteral generic -> generic(generic);
            default -> Type.UNTYPED;
        };
    }

    private static Type generic(GenericLiteral literal) {
        String type = literal.getType().toLowerCase(Locale.ROOT);
        String text = literal.getValue();
        return switch (type) {
            case "tinyint", "smallint", "integer", "int", "bigint" -> whole(literal, type, text);
            case "double", "real" -> {
                check(literal, isNumber(text), type);
                yield Type.of(type);
            }
            case "boolean" -> {
                check(
                        literal,
                        Set.of("true", "false", "t", "f", "1", "0").contains(text.toLowerCase(Locale.ROOT)),
                        type);
                yield Type.BOOLEAN;
            }
            case "decimal" -> decimal(literal, text, type);
            case "date" -> {
                Matcher matcher = MOMENT.matcher(text.strip());
                check(literal, matcher.matches() && matcher.group(4) == null && matcher.group(8) == null, type);
                checkDate(literal, matcher, type);
                yield Type.DATE;
            }
            case "timestamp" -> {
                Matcher matcher = MOMENT.matcher(text.strip());
                check(literal, matcher.matches(), type);
                checkDate(literal, matcher, type);
                checkClock(literal, matcher, 4, type);
                int precision = digits(matcher.group(7));
                yield matcher.group(8) == null ? Type.timestamp(precision) : Type.instant(precision);
            }
            case "time" -> {
                Matcher matcher = CLOCK.matcher(text.strip());
                check(literal, matcher.matches(), type);
                checkClock(literal, matcher, 1, type);
                yield Type.of(matcher.group(5) == null ? "time" : "time with time zone", digits(matcher.group(4)));
            }
            case "json" -> {
                check(literal, isJson(text), type);
                yield Type.JSON;
            }
            case "char" -> Type.character(text.codePointCount(0, text.length()));
            default -> {
                if (!ANY_TEXT.contains(type)) {
                    throw InvalidSql.at(literal, "TYPE_NOT_FOUND", "Unknown resolvedType: " + literal.getType());
                }
                yield type.equals("varchar") ? Type.VARCHAR : Type.of(type);
            }
        };
    }

    private static Type whole(GenericLiteral literal, String type, String text) {
        int bits =
                switch (type) {
                    case "tinyint" -> Byte.SIZE;
                    case "smallint" -> Short.SIZE;
                    case "bigint" -> Long.SIZE;
                    default -> Integer.SIZE;
                };
        check(literal, text.matches("[+-]?\\d{1,20}") && new BigInteger(text).bitLength() < bits, type);
        return type.equals("int") ? Type.INTEGER : Type.of(type);
    }

    private static boolean isJson(String text) {
        try {
            return !JSON.readTree(text).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static boolean isNumber(String text) {
        return text.strip().matches("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?[dDfF]?|NaN|[+-]?Infinity");
    }

    private static Type decimal(Literal literal, String text, String type) {
        Matcher matcher = DECIMAL.matcher(text);
        check(literal, matcher.matches() && text.matches(".*\\d.*"), type);
        int scale = digits(matcher.group(2));
        int whole = matcher.group(1).replaceFirst("^0+", "").length();
        return Type.decimal(Math.max(1, whole + scale), scale);
    }

    private static int digits(@Nullable String fraction) {
        return fraction == null ? 0 : fraction.length();
    }

    private static void checkDate(Literal literal, Matcher moment, String type) {
        try {
            LocalDate.of(
                    Integer.parseInt(moment.group(1)),
                    Integer.parseInt(moment.group(2)),
                    Integer.parseInt(moment.group(3)));
        } catch (DateTimeException e) {
            throw invalid(literal, type);
        }
    }

    private static void checkClock(Literal literal, Matcher clock, int first, String type) {
        check(
                literal,
                clock.group(first) == null
                        || (Integer.parseInt(clock.group(first)) < 24
                                && Integer.parseInt(clock.group(first + 1)) < 60
                                && (clock.group(first + 2) == null || Integer.parseInt(clock.group(first + 2)) < 60)),
                type);
    }

    private static void check(Literal literal, boolean valid, String type) {
        if (!valid) {
            throw invalid(literal, type);
        }
    }

    private static InvalidSql invalid(Literal literal, String type) {
        String text =
                switch (literal) {
                    case GenericLiteral generic -> generic.getValue();
                    case DecimalLiteral decimal -> decimal.getValue();
                    default -> literal.toString();
                };
        return InvalidSql.at(
                literal,
                "INVALID_LITERAL",
                "'" + text + "' is not a valid " + type.toUpperCase(Locale.ROOT) + " literal");
    }
}
