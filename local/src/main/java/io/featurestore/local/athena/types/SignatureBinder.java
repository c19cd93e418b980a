package io.featurestore.local.athena.types;

import io.featurestore.local.athena.types.Functions.Argument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the variables of a signature for the arguments of a call, as `io.trino.metadata.SignatureBinder` of
/// trinodb/trino does: each argument is a rule about the variables, and the rules are applied until nothing
/// changes.
final class SignatureBinder {
    private static final int MOST_ROUNDS = 8;

    /// What a rule did.
    private enum State {
        SATISFIED,
        NOT_SATISFIED,
        CHANGED,
        IMPOSSIBLE;

        State and(State other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /// A rule about the variables.
    private interface Rule {
        State apply();
    }

    private final Signature signature;
    private final boolean coerced;
    private final Map<String, Type> types = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final List<Rule> rules = new ArrayList<>();

    private SignatureBinder(Signature signature, boolean coerced) {
        this.signature = signature;
        this.coerced = coerced;
    }

    /// Returns the signature for the types of a call, or empty if it does not fit.
    ///
    /// @param coerced whether arguments may be coerced
    static Optional<Functions.Bound> bind(Signature signature, List<Argument> arguments, boolean coerced) {
        if (!signature.takes(arguments.size())) {
            return Optional.empty();
        }
        SignatureBinder binder = new SignatureBinder(signature, coerced);
        List<TypePattern> wanted = signature.arguments(arguments.size());
        return binder.addRules(wanted, arguments) && binder.solve()
                ? Optional.of(binder.bound(wanted))
                : Optional.empty();
    }

    private Functions.Bound bound(List<TypePattern> wanted) {
        return new Functions.Bound(
                signature,
                wanted.stream().map(pattern -> pattern.bind(types, numbers)).toList(),
                signature.result().bind(types, numbers));
    }

    private boolean addRules(List<TypePattern> wanted, List<Argument> arguments) {
        for (int i = 0; i < wanted.size(); i++) {
            TypePattern pattern = wanted.get(i);
            switch (arguments.get(i)) {
                case Argument.Typed argument -> {
                    if (!pattern.isFunction()) {
                        rules.add(() -> relation(pattern, argument.type(), coerced));
                    }
                }
                case Argument.Lambda _ -> {
                    if (!pattern.isFunction()) {
                        return false;
                    }
                }
            }
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!addRules(wanted.get(i), arguments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean addRules(TypePattern pattern, Argument argument) {
        return switch (argument) {
            case Argument.Lambda lambda -> {
                rules.add(() -> function(pattern, lambda));
                yield true;
            }
            case Argument.Typed typed -> !pattern.isFunction() && addRules(pattern, typed.type(), rules);
        };
    }

    private boolean addRules(TypePattern pattern, Type actual, List<Rule> to) {
        if (signature.constraints().containsKey(pattern.base())) {
            to.add(() -> variable(pattern.base(), actual));
            return true;
        }
        if (!pattern.numbers().isEmpty()) {
            to.add(() -> numbers(pattern, actual));
            return true;
        }
        if (pattern.arguments().isEmpty()) {
            return true;
        }
        if (!actual.equals(Type.UNKNOWN)
                && actual.arguments().size() != pattern.arguments().size()) {
            return false;
        }
        for (int i = 0; i < pattern.arguments().size(); i++) {
            Type part = actual.equals(Type.UNKNOWN)
                    ? Type.UNKNOWN
                    : actual.arguments().get(i);
            if (!addRules(pattern.arguments().get(i), part, to)) {
                return false;
            }
        }
        return true;
    }

    private boolean solve() {
        State state = State.CHANGED;
        for (int round = 0; state == State.CHANGED && round < MOST_ROUNDS; round++) {
            state = apply(rules);
        }
        if (state != State.SATISFIED) {
            return false;
        }
        signature.calculations().forEach((name, formula) -> numbers.put(name, formula.value(numbers)));
        return types.keySet().containsAll(signature.constraints().keySet());
    }

    private static State apply(List<Rule> rules) {
        State state = State.SATISFIED;
        for (Rule rule : rules) {
            state = state.and(rule.apply());
            if (state == State.IMPOSSIBLE) {
                return state;
            }
        }
        return state;
    }

    /// Applies the rule that the argument has, or becomes, the type of the pattern.
    private State relation(TypePattern pattern, Type actual, boolean coercible) {
        Set<String> variables = pattern.variables(signature.constraints().keySet());
        if (!variables.stream().allMatch(name -> types.containsKey(name) || numbers.containsKey(name))) {
            return State.NOT_SATISFIED;
        }
        Type wanted = pattern.bind(types, numbers);
        boolean fits = coercible ? Coercions.coercible(actual, wanted) : actual.equals(wanted);
        return fits ? State.SATISFIED : State.NOT_SATISFIED;
    }

    private State variable(String name, Type actual) {
        Type known = types.get(name);
        Optional<Type> common = known == null ? Optional.of(actual) : Coercions.common(known, actual);
        if (common.isEmpty() || !allowed(name, common.get())) {
            return State.IMPOSSIBLE;
        }
        if (common.get().equals(known)) {
            return State.SATISFIED;
        }
        types.put(name, common.get());
        return State.CHANGED;
    }

    private boolean allowed(String name, Type type) {
        return switch (signature.constraints().getOrDefault(name, "")) {
            case "comparable" -> type.isComparable();
            case "orderable" -> type.isOrderable();
            default -> true;
        };
    }

    /// Applies the rule for a type whose parameters are numbers.
    private State numbers(TypePattern pattern, Type actual) {
        List<Integer> known = new ArrayList<>();
        for (int i = 0; i < pattern.numbers().size(); i++) {
            String number = pattern.numbers().get(i);
            if (TypePattern.isNumber(number)) {
                known.add(Integer.parseInt(number));
            } else if (numbers.containsKey(number)) {
                known.add(Math.toIntExact(numbers.get(number)));
            } else {
                Optional<Type> own = Coercions.withBase(actual, pattern.base());
                if (own.isEmpty()) {
                    return State.IMPOSSIBLE;
                }
                known.add(own.get().numbers().get(i));
            }
        }
        Optional<Type> common = Coercions.common(new Type(pattern.base(), known, List.of(), List.of()), actual);
        if (common.isEmpty() || !common.get().is(pattern.base())) {
            return State.IMPOSSIBLE;
        }
        State state = State.SATISFIED;
        for (int i = 0; i < pattern.numbers().size(); i++) {
            String number = pattern.numbers().get(i);
            long value = common.get().numbers().get(i);
            if (!TypePattern.isNumber(number)) {
                Long before = numbers.put(number, value);
                state = before == null || before != value ? State.CHANGED : state;
            } else if (value != Long.parseLong(number)) {
                return State.IMPOSSIBLE;
            }
        }
        return state;
    }

    private State function(TypePattern pattern, Argument.Lambda lambda) {
        List<TypePattern> inputs =
                pattern.arguments().subList(0, pattern.arguments().size() - 1);
        TypePattern output = pattern.arguments().getLast();
        List<Type> given = new ArrayList<>();
        for (TypePattern input : inputs) {
            if (signature.constraints().containsKey(input.base()) && !types.containsKey(input.base())) {
                return State.NOT_SATISFIED;
            }
            given.add(input.bind(types, numbers));
        }
        Type result = lambda.result(given);
        if (result.isUntyped()) {
            output.variables(signature.constraints().keySet()).forEach(name -> types.putIfAbsent(name, Type.UNTYPED));
            return State.SATISFIED;
        }
        List<Rule> ofResult = new ArrayList<>();
        ofResult.add(() -> relation(output, result, false));
        return addRules(output, result, ofResult) ? apply(ofResult) : State.IMPOSSIBLE;
    }
}
