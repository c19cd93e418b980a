package io.featurestore.local.athena.types;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Describes a function or an operator of Trino, read from a line of {@code signatures.txt}.
///
/// @param kind what it is
/// @param name the name as Trino writes it
/// @param shown the types of its arguments and the constraints as Trino writes them in messages
/// @param arguments the types of its arguments
/// @param repeated whether the last argument may be repeated or left out
/// @param result the type of its result
/// @param constraints the type variables in lower case, each with `comparable`, `orderable` or nothing
/// @param calculations the number variables that are calculated from others
record Signature(
        Kind kind,
        String name,
        String shown,
        List<TypePattern> arguments,
        boolean repeated,
        TypePattern result,
        Map<String, String> constraints,
        Map<String, NumberFormula> calculations) {
    private static final Pattern LINE =
            Pattern.compile("(\\w+) ([^( ]+)\\((.*)\\): ([^|]+?)(?: \\|([^|]*))?(?: ?\\|(.*))?");
    private static final String REPEATED = "...";

    /// What a signature belongs to.
    enum Kind {
        OPERATOR,
        SCALAR,
        AGGREGATE,
        WINDOW
    }

    static Signature of(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException("Not a signature: " + line);
        }
        boolean repeated = matcher.group(3).endsWith(REPEATED);
        String arguments = repeated
                ? matcher.group(3).substring(0, matcher.group(3).length() - REPEATED.length())
                : matcher.group(3);
        String constraints = matcher.group(5) == null ? "" : matcher.group(5).strip();
        Map<String, String> variables = new LinkedHashMap<>();
        for (String constraint : constraints.isEmpty() ? new String[0] : constraints.split(", ")) {
            String[] parts = constraint.split(":", 2);
            variables.put(parts[0].toLowerCase(Locale.ROOT), parts.length > 1 ? parts[1] : "");
        }
        Map<String, NumberFormula> calculations = new LinkedHashMap<>();
        if (matcher.group(6) != null) {
            for (String calculation : matcher.group(6).strip().split("; ")) {
                String[] parts = calculation.split(" = ", 2);
                calculations.put(parts[0], NumberFormula.of(parts[1]));
            }
        }
        return new Signature(
                Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                matcher.group(2),
                (matcher.group(2) + "(" + arguments + ") " + constraints).strip(),
                TypePattern.list(arguments),
                repeated,
                TypePattern.of(matcher.group(4)),
                variables,
                calculations);
    }

    /// Returns the variables of a type of this signature.
    Set<String> variablesOf(TypePattern pattern) {
        return pattern.variables(constraints.keySet());
    }

    /// Returns whether a call may have this number of arguments.
    boolean takes(int count) {
        return repeated ? count >= arguments.size() - 1 : count == arguments.size();
    }

    /// Returns the types of a number of arguments.
    List<TypePattern> arguments(int count) {
        if (count <= arguments.size()) {
            return arguments.subList(0, count);
        }
        List<TypePattern> all = new ArrayList<>(arguments);
        while (all.size() < count) {
            all.add(arguments.getLast());
        }
        return all;
    }
}
