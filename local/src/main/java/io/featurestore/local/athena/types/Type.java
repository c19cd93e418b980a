package io.featurestore.local.athena.types;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Describes a type of Trino.
///
/// @param base the name without parameters, in lower case, such as `timestamp with time zone`
/// @param numbers the numbers among its parameters, such as precision and scale
/// @param arguments the types among its parameters, such as the type of an array's elements
/// @param names the names of a row's fields; a field may have none
public record Type(String base, List<Integer> numbers, List<Type> arguments, List<Optional<String>> names) {
    /// The length of a text without a limit.
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    static final int MOST_DIGITS = 38;
    static final int MOST_CHARACTERS = 65_536;

    public static final Type BOOLEAN = of("boolean");
    public static final Type INTEGER = of("integer");
    public static final Type BIGINT = of("bigint");
    public static final Type REAL = of("real");
    public static final Type DOUBLE = of("double");
    public static final Type DATE = of("date");
    public static final Type JSON = of("json");
    public static final Type VARBINARY = of("varbinary");
    public static final Type VARCHAR = varchar(UNBOUNDED);
    public static final Type DAY_TO_SECOND = of("interval day to second");
    public static final Type YEAR_TO_MONTH = of("interval year to month");

    /// The type of NULL, which Trino calls unknown.
    public static final Type UNKNOWN = of("unknown");

    /// Stands for the type of an expression that cannot be found out. Nothing that contains it is refused.
    public static final Type UNTYPED = of("");

    private static final Set<String> WHOLE = Set.of("tinyint", "smallint", "integer", "bigint");
    private static final Set<String> WITHOUT_ORDER = Set.of(
            "json",
            "map",
            "hyperloglog",
            "p4hyperloglog",
            "qdigest",
            "tdigest",
            "setdigest",
            "geometry",
            "sphericalgeography",
            "bingtile",
            "function");

    public Type {
        numbers = List.copyOf(numbers);
        arguments = List.copyOf(arguments);
        names = List.copyOf(names);
    }

    static Type of(String base, Integer... numbers) {
        return new Type(base, List.of(numbers), List.of(), List.of());
    }

    static Type varchar(int length) {
        return of("varchar", length);
    }

    static Type character(int length) {
        return of("char", length);
    }

    static Type decimal(int precision, int scale) {
        return of("decimal", precision, scale);
    }

    static Type timestamp(int precision) {
        return of("timestamp", precision);
    }

    public static Type instant(int precision) {
        return of("timestamp with time zone", precision);
    }

    static Type array(Type element) {
        return new Type("array", List.of(), List.of(element), List.of());
    }

    static Type map(Type key, Type value) {
        return new Type("map", List.of(), List.of(key, value), List.of());
    }

    static Type row(List<Type> fields, List<Optional<String>> names) {
        return new Type("row", List.of(), fields, names);
    }

    static Type row(List<Type> fields) {
        return row(fields, fields.stream().map(_ -> Optional.<String>empty()).toList());
    }

    public boolean is(String name) {
        return base.equals(name);
    }

    public boolean isText() {
        return is("varchar") || is("char");
    }

    public boolean isWhole() {
        return WHOLE.contains(base);
    }

    public boolean isFloating() {
        return is("double") || is("real");
    }

    boolean isNumeric() {
        return isWhole() || isFloating() || is("decimal");
    }

    /// Returns the first number among the parameters, such as the length or the precision.
    public int number() {
        return numbers.getFirst();
    }

    public int scale() {
        return numbers.get(1);
    }

    public Type element() {
        return arguments.getFirst();
    }

    /// Returns the type with other types as its parameters.
    Type with(List<Type> others) {
        return new Type(base, numbers, others, names);
    }

    /// Returns whether this type or a part of it is not known.
    public boolean isUntyped() {
        return base.isEmpty() || arguments.stream().anyMatch(Type::isUntyped);
    }

    /// Returns whether this type or a part of it has floating-point numbers.
    public boolean hasFloating() {
        return isFloating() || arguments.stream().anyMatch(Type::hasFloating);
    }

    boolean isComparable() {
        return !is("function")
                && !is("hyperloglog")
                && !is("qdigest")
                && !is("tdigest")
                && !is("setdigest")
                && arguments.stream().allMatch(Type::isComparable);
    }

    boolean isOrderable() {
        return !WITHOUT_ORDER.contains(base) && arguments.stream().allMatch(Type::isOrderable);
    }

    /// Returns the smallest type that two types become without a cast, or [#UNTYPED] if there is none.
    public static Type common(Type first, Type second) {
        return Coercions.common(first, second).orElse(UNTYPED);
    }

    /// Returns the type as Trino shows it in most messages, such as `row(a integer, varchar(1))`.
    public String display() {
        return text(", ", "", Type::display);
    }

    /// Returns the type as Trino shows it in messages about functions, such as `row("a" integer,varchar(1))`.
    String signature() {
        return text(",", "\"", Type::signature);
    }

    private String text(String separator, String quote, java.util.function.Function<Type, String> inner) {
        List<String> parts = new ArrayList<>();
        if (!is("varchar") || number() != UNBOUNDED) {
            numbers.forEach(number -> parts.add(String.valueOf(number)));
        }
        for (int i = 0; i < arguments.size(); i++) {
            String type = inner.apply(arguments.get(i));
            parts.add(
                    is("row")
                            ? names.get(i)
                                    .map(name -> quote + name + quote + " " + type)
                                    .orElse(type)
                            : type);
        }
        if (parts.isEmpty()) {
            return base;
        }
        String parameters = parts.stream().collect(Collectors.joining(numbers.isEmpty() ? separator : ",", "(", ")"));
        int zone = base.indexOf(" with");
        return zone < 0 ? base + parameters : base.substring(0, zone) + parameters + base.substring(zone);
    }
}
