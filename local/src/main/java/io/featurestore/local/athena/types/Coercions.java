package io.featurestore.local.athena.types;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds the implicit coercions of Trino: `io.trino.type.TypeCoercion` of trinodb/trino, release 476.
final class Coercions {
    private static final List<String> WIDER_NUMBERS =
            List.of("tinyint", "smallint", "integer", "bigint", "decimal", "real", "double");
    private static final Map<String, Integer> DIGITS = Map.of("tinyint", 3, "smallint", 5, "integer", 10, "bigint", 19);

    private Coercions() {}

    /// A type that both of two types can become.
    ///
    /// @param common the common type
    /// @param coercible whether the first type becomes the second type without a cast
    private record Match(Type common, boolean coercible) {}

    /// Returns the smallest type that both types become without a cast.
    static Optional<Type> common(Type first, Type second) {
        if (first.isUntyped() || second.isUntyped()) {
            return Optional.of(Type.UNTYPED);
        }
        return match(first, second).map(Match::common);
    }

    /// Returns whether values of a type become values of another type without a cast.
    static boolean coercible(Type from, Type to) {
        return from.isUntyped()
                || to.isUntyped()
                || match(from, to).filter(Match::coercible).isPresent();
    }

    private static Optional<Match> match(Type from, Type to) {
        if (from.equals(to) || from.equals(Type.UNKNOWN)) {
            return Optional.of(new Match(to, true));
        }
        if (to.equals(Type.UNKNOWN)) {
            return Optional.of(new Match(from, false));
        }
        if (from.base().equals(to.base())) {
            return sameBase(from, to);
        }
        Optional<Type> changed = withBase(from, to.base());
        if (changed.isPresent()) {
            return match(changed.get(), to);
        }
        return withBase(to, from.base())
                .flatMap(other -> match(from, other))
                .map(match -> new Match(match.common(), false));
    }

    private static Optional<Match> sameBase(Type from, Type to) {
        return switch (from.base()) {
            case "decimal" -> {
                int scale = Math.max(from.scale(), to.scale());
                int whole = Math.max(from.number() - from.scale(), to.number() - to.scale());
                Type common = Type.decimal(Math.min(Type.MOST_DIGITS, whole + scale), scale);
                yield Optional.of(new Match(common, common.equals(to)));
            }
            case "varchar", "char", "time", "time with time zone", "timestamp", "timestamp with time zone" -> {
                Type common = Type.of(from.base(), Math.max(from.number(), to.number()));
                yield Optional.of(new Match(common, common.equals(to)));
            }
            case "row", "array", "map" -> ofParts(from, to);
            default -> Optional.empty();
        };
    }

    private static Optional<Match> ofParts(Type from, Type to) {
        if (from.arguments().size() != to.arguments().size()) {
            return Optional.empty();
        }
        List<Type> parts = new ArrayList<>();
        List<Optional<String>> names = new ArrayList<>();
        boolean coercible = true;
        for (int i = 0; i < from.arguments().size(); i++) {
            Optional<Match> part = match(from.arguments().get(i), to.arguments().get(i));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            coercible &= part.get().coercible();
            parts.add(part.get().common());
            if (from.is("row")) {
                Optional<String> name = from.names().get(i);
                names.add(name.equals(to.names().get(i)) ? name : Optional.empty());
            }
        }
        return Optional.of(new Match(new Type(from.base(), List.of(), parts, names), coercible));
    }

    /// Returns the type with another base that a type becomes without a cast.
    static Optional<Type> withBase(Type type, String base) {
        if (type.base().equals(base)) {
            return Optional.of(type);
        }
        return switch (type.base()) {
            case "unknown" -> ofNull(base);
            case "tinyint", "smallint", "integer", "bigint", "decimal", "real" -> number(type, base);
            case "date" ->
                base.equals("timestamp") || base.equals("timestamp with time zone")
                        ? Optional.of(Type.of(base, 0))
                        : Optional.empty();
            case "time", "timestamp" ->
                base.equals(type.base() + " with time zone")
                        ? Optional.of(Type.of(base, type.number()))
                        : Optional.empty();
            case "varchar" ->
                switch (base) {
                    case "char" -> Optional.of(Type.character(Math.min(Type.MOST_CHARACTERS, type.number())));
                    case "joniregexp", "jsonpath", "codepoints" -> Optional.of(Type.of(base));
                    default -> Optional.empty();
                };
            case "char" ->
                switch (base) {
                    case "joniregexp", "jsonpath", "codepoints" -> Optional.of(Type.of(base));
                    default -> Optional.empty();
                };
            case "p4hyperloglog" -> base.equals("hyperloglog") ? Optional.of(Type.of(base)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Type> ofNull(String base) {
        return switch (base) {
            case "tinyint", "smallint", "uuid", "ipaddress", "row", "array", "map", "function" -> Optional.empty();
            case "varchar" -> Optional.of(Type.varchar(0));
            case "char" -> Optional.of(Type.character(0));
            case "decimal" -> Optional.of(Type.decimal(1, 0));
            case "time", "time with time zone", "timestamp", "timestamp with time zone" ->
                Optional.of(Type.of(base, 3));
            default -> Optional.of(Type.of(base));
        };
    }

    private static Optional<Type> number(Type type, String base) {
        if (WIDER_NUMBERS.indexOf(base) <= WIDER_NUMBERS.indexOf(type.base())) {
            return Optional.empty();
        }
        return Optional.of(
                base.equals("decimal")
                        ? Type.decimal(DIGITS.getOrDefault(type.base(), Type.MOST_DIGITS), 0)
                        : Type.of(base));
    }
}
