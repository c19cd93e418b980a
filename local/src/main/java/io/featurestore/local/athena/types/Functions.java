package io.featurestore.local.athena.types;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Chooses the function or operator that a call means, as `io.trino.metadata.FunctionBinder` of trinodb/trino
/// does: first one whose types are just those of the arguments, then one without type variables before one with
/// them, then the most specific one that the arguments can be coerced to.
final class Functions {
    private static final Map<String, List<Signature>> OPERATORS = new TreeMap<>();
    private static final Map<String, List<Signature>> BY_NAME = new TreeMap<>();

    static {
        for (Signature signature : load()) {
            (signature.kind() == Signature.Kind.OPERATOR ? OPERATORS : BY_NAME)
                    .computeIfAbsent(signature.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(signature);
        }
    }

    private Functions() {}

    /// A function with the types of its arguments and its result in one call.
    ///
    /// @param signature the function
    /// @param arguments the types that the arguments are coerced to
    /// @param result the type of the result
    record Bound(Signature signature, List<Type> arguments, Type result) {
        private String shown() {
            return arguments.stream().map(Type::signature).collect(Collectors.joining(",", "(", ")")) + ":"
                    + result.signature();
        }
    }

    /// Describes an argument of a call: a value of a known type, or a lambda, whose type depends on the types of
    /// its own arguments.
    sealed interface Argument {
        /// A value.
        ///
        /// @param type the type
        record Typed(Type type) implements Argument {}

        /// A lambda expression.
        non-sealed interface Lambda extends Argument {
            /// Returns the type of the lambda's result.
            Type result(List<Type> arguments);
        }

        static Argument of(Type type) {
            return new Typed(type);
        }
    }

    /// Reports that more than one function fits as well as another.
    static final class Ambiguous extends Exception {
        private Ambiguous(List<Bound> candidates) {
            super("Could not choose a best candidate operator. Explicit type casts must be added.\n"
                    + "Candidates are:\n"
                    + candidates.stream().map(c -> "\t * " + c.shown() + "\n").collect(Collectors.joining()));
        }
    }

    static boolean known(String name) {
        return BY_NAME.containsKey(name.toLowerCase(Locale.ROOT));
    }

    static List<Signature> named(String name) {
        return BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    static List<Signature> operators(String name) {
        return OPERATORS.getOrDefault(name, List.of());
    }

    /// Returns the function that a call means, or empty if none fits.
    static Optional<Bound> choose(List<Signature> candidates, List<Argument> arguments) throws Ambiguous {
        List<Bound> exact = bind(candidates.stream().filter(s -> s.constraints().isEmpty()), arguments, false);
        if (exact.isEmpty()) {
            exact = bind(candidates.stream().filter(s -> !s.constraints().isEmpty()), arguments, false);
        }
        if (exact.isEmpty()) {
            exact = mostSpecific(bind(candidates.stream(), arguments, true), arguments);
        }
        if (exact.size() > 1) {
            throw new Ambiguous(exact);
        }
        return exact.stream().findFirst();
    }

    private static List<Bound> bind(Stream<Signature> candidates, List<Argument> arguments, boolean coerced) {
        return candidates
                .flatMap(signature -> SignatureBinder.bind(signature, arguments, coerced).stream())
                .toList();
    }

    private static List<Bound> mostSpecific(List<Bound> applicable, List<Argument> arguments) {
        List<Bound> chosen = new ArrayList<>();
        for (Bound current : applicable) {
            boolean found = false;
            for (int i = 0; i < chosen.size() && !found; i++) {
                if (moreSpecific(current, chosen.get(i))) {
                    chosen.set(i, current);
                    found = true;
                } else {
                    found = moreSpecific(chosen.get(i), current);
                }
            }
            if (!found) {
                chosen.add(current);
            }
        }
        boolean typed = arguments.stream().allMatch(argument -> argument instanceof Argument.Typed);
        if (chosen.size() < 2 || !typed || !arguments.contains(Argument.of(Type.UNKNOWN))) {
            return chosen;
        }
        List<Bound> castingNulls = chosen.stream()
                .filter(bound -> castsOnlyNulls(bound, arguments))
                .toList();
        List<Bound> left = castingNulls.isEmpty() ? chosen : castingNulls;
        boolean alike = left.stream().map(Bound::result).distinct().count() == 1;
        return alike ? left.subList(0, 1) : left;
    }

    private static boolean moreSpecific(Bound one, Bound other) {
        List<Argument> types = one.arguments().stream().map(Argument::of).toList();
        return SignatureBinder.bind(other.signature(), types, true).isPresent();
    }

    private static boolean castsOnlyNulls(Bound bound, List<Argument> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            Argument given = arguments.get(i);
            if (!given.equals(Argument.of(Type.UNKNOWN))
                    && !given.equals(Argument.of(bound.arguments().get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static List<Signature> load() {
        try (InputStream file = Objects.requireNonNull(Functions.class.getResourceAsStream("signatures.txt"))) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Signature::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
