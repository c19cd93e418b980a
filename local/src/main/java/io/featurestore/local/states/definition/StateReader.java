package io.featurestore.local.states.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.states.expression.StatesLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads and checks one state.
///
/// @param assigned the variables of this flow and of the outer ones, which inner flows must not assign
record StateReader(FlowReader flows, DefinitionFields fields, String name, Set<String> assigned) {
    static final String LAMBDA_INVOKE = "arn:aws:states:::lambda:invoke";

    private static final Set<String> COMMON = Set.of("Type", "Comment", "QueryLanguage");
    private static final Set<String> MOVING = Set.of("Next", "End", "Output", "Assign");
    private static final Set<String> HANDLED = Set.of("Retry", "Catch");

    Optional<State> read() {
        fields.text("QueryLanguage").ifPresent(language -> fields.expect("QueryLanguage", language, Set.of("JSONata")));
        return switch (fields.required("Type")) {
            case "Task" -> Optional.of(task());
            case "Pass" -> Optional.of(pass());
            case "Choice" -> Optional.of(choice());
            case "Wait" -> Optional.of(await());
            case "Succeed" -> Optional.of(succeed());
            case "Fail" -> Optional.of(fail());
            case "Parallel" -> Optional.of(parallel());
            case "Map" -> Optional.of(new MapReader(this).read());
            case "" -> Optional.empty();
            default -> {
                fields.fault("Type", "'" + fields.node().path("Type").asText() + "' is not a type of state");
                yield Optional.empty();
            }
        };
    }

    private State task() {
        only(MOVING, HANDLED, Set.of("Resource", "Arguments", "TimeoutSeconds"));
        fields.expect("Resource", fields.required("Resource"), Set.of(LAMBDA_INVOKE));
        fields.object("Arguments").ifPresent(arguments -> {
            arguments.only(LAMBDA_INVOKE, Set.of("FunctionName", "Payload"));
            arguments.textTemplate("FunctionName");
            if (!arguments.has("FunctionName")) {
                arguments.fault("FunctionName", "is missing");
            }
        });
        return new State.Task(
                head(),
                fields.requiredTemplate("Arguments"),
                fields.integerTemplate("TimeoutSeconds", 1, StatesLimits.SECONDS),
                handling());
    }

    private State pass() {
        only(MOVING);
        return new State.Pass(head());
    }

    private State choice() {
        only(Set.of("Choices", "Default", "Output", "Assign"));
        if (!fields.has("Choices")) {
            fields.fault("Choices", "is missing");
        }
        List<State.Rule> rules = new ArrayList<>();
        for (DefinitionFields rule : fields.objects("Choices")) {
            rule.only("a choice", Set.of("Condition", "Next", "Output", "Assign", "Comment"));
            JsonNode condition = rule.node().path("Condition");
            boolean expression = condition.isTextual() && Template.Delimiters.open(condition.textValue());
            if (rule.has("Condition") && !expression && !condition.isBoolean()) {
                rule.fault("Condition", "must be an expression {% … %}");
            }
            rules.add(new State.Rule(
                    rule.requiredTemplate("Condition"),
                    rule.required("Next"),
                    rule.template("Output"),
                    rule.objectTemplate("Assign")));
        }
        return new State.Choice(ending(), rules, fields.text("Default").orElse(null));
    }

    private State await() {
        only(MOVING, Set.of("Seconds", "Timestamp"));
        if (fields.has("Seconds") == fields.has("Timestamp")) {
            fields.fault("Seconds", "must be given, or else Timestamp, but not both");
        }
        return new State.Wait(
                head(), fields.integerTemplate("Seconds", 0, StatesLimits.SECONDS), fields.textTemplate("Timestamp"));
    }

    private State succeed() {
        only(Set.of("Output"));
        return new State.Succeed(ending());
    }

    private State fail() {
        only(Set.of("Error", "Cause"));
        return new State.Fail(ending(), fields.textTemplate("Error"), fields.textTemplate("Cause"));
    }

    private State parallel() {
        only(MOVING, HANDLED, Set.of("Branches", "Arguments"));
        if (!fields.has("Branches")) {
            fields.fault("Branches", "is missing");
        }
        List<Flow> branches = new ArrayList<>();
        for (DefinitionFields branch : fields.objects("Branches")) {
            branch.only("a branch", Set.of("StartAt", "States", "Comment"));
            branches.add(flows.read(branch, assigned));
        }
        return new State.Parallel(head(), branches, fields.template("Arguments"), handling());
    }

    /// Records a fault for each field of the state that is not in one of the sets.
    @SafeVarargs
    final void only(Set<String>... sets) {
        Set<String> allowed = new TreeSet<>(COMMON);
        for (Set<String> set : sets) {
            allowed.addAll(set);
        }
        fields.only("a " + fields.node().path("Type").asText() + " state", allowed);
    }

    /// Reads the common part of a state that can have a next state.
    State.Head head() {
        @Nullable String next = fields.text("Next").orElse(null);
        JsonNode end = fields.node().path("End");
        if (!end.isMissingNode() && !end.isBoolean()) {
            fields.fault("End", "must be true or false");
        }
        if (end.asBoolean(false) && next != null) {
            fields.fault("Next", "cannot be used together with End");
        } else if (!end.asBoolean(false) && !fields.has("Next")) {
            fields.fault("Next", "is missing; so is End");
        }
        return new State.Head(name, next, fields.template("Output"), fields.objectTemplate("Assign"));
    }

    ErrorHandling handling() {
        return ErrorHandlingReader.read(fields);
    }

    static Set<String> moving() {
        return MOVING;
    }

    static Set<String> handled() {
        return HANDLED;
    }

    private State.Head ending() {
        return new State.Head(name, null, fields.template("Output"), fields.objectTemplate("Assign"));
    }
}
