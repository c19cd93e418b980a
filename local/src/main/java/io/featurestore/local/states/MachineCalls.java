package io.featurestore.local.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.run.Arns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Answers the calls about state machines.
record MachineCalls(Machines machines, Arns arns, Supplier<Instant> clock) {
    ObjectNode create(Request request) {
        String name = request.name("name");
        String definition = request.required("definition");
        String role = request.required("roleArn");
        if (!request.text("type").orElse("STANDARD").equals("STANDARD")) {
            throw new ServiceException(400, "StateMachineTypeNotSupported", "Only STANDARD state machines are served");
        }
        Optional<ObjectNode> earlier = machines.find(arns.machine(name));
        // A repeated creation may name another role: Step Functions ignores it.
        if (earlier.isPresent() && !earlier.get().path("definition").asText().equals(definition)) {
            throw new ServiceException(
                    400, "StateMachineAlreadyExists", "State Machine Already Exists: '" + arns.machine(name) + "'");
        }
        ObjectNode machine = earlier.orElseGet(() -> put(name, definition, role));
        ObjectNode answer = Json.object();
        answer.set("stateMachineArn", machine.get("stateMachineArn"));
        answer.set("creationDate", machine.get("creationDate"));
        return answer;
    }

    ObjectNode update(Request request) {
        ObjectNode machine = find(request);
        if (request.text("definition").isEmpty() && request.text("roleArn").isEmpty()) {
            throw new ServiceException(
                    400, "MissingRequiredParameter", "Either the definition or the role ARN must be specified");
        }
        String definition =
                request.text("definition").orElse(machine.path("definition").textValue());
        String role = request.text("roleArn").orElse(machine.path("roleArn").textValue());
        ObjectNode updated = put(machine.path("name").textValue(), definition, role);
        ObjectNode answer = Json.object().put("updateDate", Json.seconds(clock.get()));
        answer.set("revisionId", updated.get("revisionId"));
        return answer;
    }

    ObjectNode describe(Request request) {
        return find(request);
    }

    ObjectNode list(Request request) {
        List<ObjectNode> all = machines.list().stream()
                .map(machine -> machine.retain("stateMachineArn", "name", "type", "creationDate"))
                .toList();
        return request.page("stateMachines", all);
    }

    private ObjectNode put(String name, String definition, String role) {
        try {
            return machines.put(name, definition, role);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(
                    400, "InvalidDefinition", "Invalid State Machine Definition: '" + e.getMessage() + "'");
        }
    }

    private ObjectNode find(Request request) {
        String arn = Arns.checkedMachine(request.required("stateMachineArn"));
        return machines.find(arn).orElseThrow(() -> missing(arn));
    }

    static ServiceException missing(String arn) {
        return new ServiceException(400, "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
    }
}
