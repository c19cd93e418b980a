package io.featurestore.local.athena.types;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Describes a type of a signature, which may have variables, such as `decimal(p,s)` or `map(K,V)`.
///
/// @param base the name without parameters, or a type variable, in lower case
/// @param numbers the numbers and number variables among its parameters
/// @param arguments the types among its parameters
/// @param names the names of a row's fields
record TypePattern(String base, List<String> numbers, List<TypePattern> arguments, List<Optional<String>> names) {
    private static final Set<String> WITH_NUMBERS = Set.of("varchar", "char", "decimal", "time", "timestamp");
    private static final String ZONE = " with time zone";

    /// Returns the types of a list such as `array(T), function(T,boolean)`.
    static List<TypePattern> list(String text) {
        return text.isBlank() ? List.of() : new Reader(text).list();
    }

    static TypePattern of(String text) {
        return list(text).getFirst();
    }

    boolean isFunction() {
        return base.equals("function");
    }

    /// Returns the type variables and number variables.
    Set<String> variables(Set<String> typeVariables) {
        if (typeVariables.contains(base)) {
            return Set.of(base);
        }
        return Stream.concat(
                        numbers.stream().filter(number -> !isNumber(number)),
                        arguments.stream().flatMap(argument -> argument.variables(typeVariables).stream()))
                .collect(Collectors.toSet());
    }

    static boolean isNumber(String text) {
        return Character.isDigit(text.charAt(0));
    }

    /// Returns the type with the values of the variables in their places.
    Type bind(Map<String, Type> types, Map<String, Long> values) {
        Type bound = types.get(base);
        if (bound != null) {
            return bound;
        }
        List<Integer> parameters = new ArrayList<>();
        for (String number : numbers) {
            parameters.add(
                    isNumber(number) ? Integer.parseInt(number) : Math.toIntExact(values.getOrDefault(number, 0L)));
        }
        return new Type(
                base,
                parameters,
                arguments.stream().map(argument -> argument.bind(types, values)).toList(),
                names);
    }

    /// Reads the text of types.
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<TypePattern> list() {
            List<TypePattern> types = new ArrayList<>();
            do {
                types.add(next());
            } while (skip(','));
            return types;
        }

        private TypePattern next() {
            String base = word().toLowerCase(Locale.ROOT);
            List<String> numbers = new ArrayList<>();
            List<TypePattern> arguments = new ArrayList<>();
            List<Optional<String>> names = new ArrayList<>();
            if (skip('(')) {
                do {
                    if (WITH_NUMBERS.contains(base)) {
                        numbers.add(word().toLowerCase(Locale.ROOT));
                    } else {
                        if (base.equals("row")) {
                            names.add(name());
                        }
                        arguments.add(next());
                    }
                } while (skip(','));
                skip(')');
            }
            if (text.startsWith(ZONE, at)) {
                at += ZONE.length();
                base += ZONE;
            }
            if (base.equals("varchar") && numbers.isEmpty()) {
                numbers.add(String.valueOf(Type.UNBOUNDED));
            }
            return new TypePattern(base, numbers, arguments, names);
        }

        private Optional<String> name() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return Optional.empty();
            }
            int end = text.indexOf('"', at + 1);
            String name = text.substring(at + 1, end);
            at = end + 2;
            return Optional.of(name);
        }

        private String word() {
            int start = at;
            while (at < text.length() && "(),".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at).strip();
        }

        private boolean skip(char wanted) {
            if (at < text.length() && text.charAt(at) == wanted) {
                at++;
                while (wanted == ',' && at < text.length() && text.charAt(at) == ' ') {
                    at++;
                }
                return true;
            }
            return false;
        }
    }
}
