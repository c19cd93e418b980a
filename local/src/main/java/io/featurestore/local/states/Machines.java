package io.featurestore.local.states;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.definition.Definition;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.run.Arns;
import io.featurestore.local.store.Documents;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Stores the state machines. Each document has the form of the answer of DescribeStateMachine.
final class Machines {
    private static final String KIND = "states-machine";

    private final Documents documents;
    private final Arns arns;
    private final Supplier<Instant> clock;
    private final Map<String, Definition> read = new ConcurrentHashMap<>();

    Machines(Documents documents, Arns arns, Supplier<Instant> clock) {
        this.documents = documents;
        this.arns = arns;
        this.clock = clock;
    }

    /// Creates or updates a state machine.
    ///
    /// @throws IllegalArgumentException if the definition has faults; the message names them
    synchronized ObjectNode put(String name, String definition, String roleArn) {
        Definition checked = Definition.read(definition);
        String arn = arns.machine(name);
        Optional<ObjectNode> earlier = find(arn);
        ObjectNode machine = Json.object()
                .put("stateMachineArn", arn)
                .put("name", name)
                .put("status", "ACTIVE")
                .put("definition", definition)
                .put("roleArn", roleArn)
                .put("type", "STANDARD");
        machine.set(
                "creationDate",
                earlier.map(known -> known.get("creationDate"))
                        .orElseGet(() -> DecimalNode.valueOf(Json.seconds(clock.get()))));
        machine.put("revisionId", UUID.randomUUID().toString());
        documents.write(KIND, name, machine);
        read.put(arn, checked);
        return machine;
    }

    Optional<ObjectNode> find(String arn) {
        return documents
                .read(KIND, Arns.machineName(arn))
                .filter(machine -> machine.path("stateMachineArn").asText().equals(arn))
                .map(machine -> (ObjectNode) machine.deepCopy());
    }

    /// Returns the definition of a state machine, or empty if there is no such machine.
    synchronized Optional<Definition> definition(String arn) {
        Definition known = read.get(arn);
        return known != null
                ? Optional.of(known)
                : find(arn)
                        .map(machine ->
                                Definition.read(machine.path("definition").textValue()));
    }

    List<ObjectNode> list() {
        return documents
                .list(KIND)
                .map(document -> (ObjectNode) document.content().deepCopy())
                .toList();
    }
}
