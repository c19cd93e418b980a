package io.featurestore.local.athena.types;

import java.util.Map;
import java.util.Set;

/// Tells which casts Trino has. The table is what Trino 476 answers for each pair of types.
final class Casts {
    private static final Set<String> OF_NUMBERS = Set.of(
            "boolean", "tinyint", "smallint", "integer", "bigint", "real", "double", "decimal", "varchar", "json");

    private static final Set<String> OF_TIMES =
            Set.of("varchar", "time", "time with time zone", "timestamp", "timestamp with time zone");

    private static final Map<String, Set<String>> TARGETS = Map.ofEntries(
            Map.entry("boolean", OF_NUMBERS),
            Map.entry("tinyint", OF_NUMBERS),
            Map.entry("smallint", OF_NUMBERS),
            Map.entry("integer", OF_NUMBERS),
            Map.entry("bigint", OF_NUMBERS),
            Map.entry("real", OF_NUMBERS),
            Map.entry("double", OF_NUMBERS),
            Map.entry("decimal", OF_NUMBERS),
            Map.entry(
                    "varchar",
                    Set.of(
                            "boolean",
                            "tinyint",
                            "smallint",
                            "integer",
                            "bigint",
                            "real",
                            "double",
                            "decimal",
                            "varchar",
                            "char",
                            "varbinary",
                            "date",
                            "time",
                            "time with time zone",
                            "timestamp",
                            "timestamp with time zone",
                            "json",
                            "uuid",
                            "ipaddress",
                            "joniregexp",
                            "jsonpath",
                            "codepoints",
                            "color")),
            Map.entry("char", Set.of("varchar", "char", "joniregexp", "jsonpath", "codepoints")),
            Map.entry("varbinary", Set.of("varbinary", "uuid", "ipaddress", "hyperloglog", "qdigest", "tdigest")),
            Map.entry("date", Set.of("varchar", "date", "timestamp", "timestamp with time zone", "json")),
            Map.entry("time", OF_TIMES),
            Map.entry("time with time zone", OF_TIMES),
            Map.entry(
                    "timestamp",
                    Set.of(
                            "varchar",
                            "date",
                            "time",
                            "time with time zone",
                            "timestamp",
                            "timestamp with time zone",
                            "json")),
            Map.entry(
                    "timestamp with time zone",
                    Set.of("varchar", "date", "time", "time with time zone", "timestamp", "timestamp with time zone")),
            Map.entry("interval day to second", Set.of("varchar", "interval day to second")),
            Map.entry("interval year to month", Set.of("varchar", "interval year to month")),
            Map.entry("json", OF_NUMBERS),
            Map.entry("uuid", Set.of("varchar", "varbinary", "uuid")),
            Map.entry("ipaddress", Set.of("varchar", "varbinary", "ipaddress")));

    private Casts() {}

    static boolean exists(Type from, Type to) {
        if (from.isUntyped() || to.isUntyped() || from.equals(to) || from.equals(Type.UNKNOWN)) {
            return true;
        }
        if (to.is("json")) {
            return toJson(from);
        }
        if (from.is("json") && !to.arguments().isEmpty()) {
            return fromJson(to);
        }
        if (from.base().equals(to.base()) && !from.arguments().isEmpty()) {
            return parts(from, to);
        }
        Set<String> targets = TARGETS.get(from.base());
        return targets == null ? from.base().equals(to.base()) || to.is("varbinary") : targets.contains(to.base());
    }

    private static boolean parts(Type from, Type to) {
        if (from.arguments().size() != to.arguments().size()) {
            return false;
        }
        for (int i = 0; i < from.arguments().size(); i++) {
            if (!exists(from.arguments().get(i), to.arguments().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean toJson(Type from) {
        return switch (from.base()) {
            case "array", "row" -> from.arguments().stream().allMatch(part -> exists(part, Type.JSON));
            case "map" -> isJsonKey(from.element()) && exists(from.arguments().getLast(), Type.JSON);
            case "json" -> true;
            default -> TARGETS.getOrDefault(from.base(), Set.of()).contains("json");
        };
    }

    private static boolean fromJson(Type to) {
        return switch (to.base()) {
            case "array", "row" -> to.arguments().stream().allMatch(part -> exists(Type.JSON, part));
            case "map" ->
                isJsonKey(to.element()) && exists(Type.JSON, to.arguments().getLast());
            default -> false;
        };
    }

    private static boolean isJsonKey(Type key) {
        return key.equals(Type.UNKNOWN) || key.is("boolean") || key.isNumeric() || key.is("varchar");
    }
}
