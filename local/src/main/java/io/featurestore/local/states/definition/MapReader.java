package io.featurestore.local.states.definition;

import io.featurestore.local.states.expression.StatesLimits;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads and checks a Map state.
record MapReader(StateReader state) {
    static final String GET_OBJECT = "arn:aws:states:::s3:getObject";
    static final String PUT_OBJECT = "arn:aws:states:::s3:putObject";

    private static final Set<String> INLINE = Set.of("Items", "ItemSelector", "MaxConcurrency", "ItemProcessor");
    private static final Set<String> DISTRIBUTED = Set.of(
            "ItemReader",
            "ItemBatcher",
            "ToleratedFailureCount",
            "ToleratedFailurePercentage",
            "ResultWriter",
            "Label");

    /// The most characters in a label: docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html.
    private static final int LABEL = 40;

    State read() {
        DefinitionFields fields = state.fields();
        DefinitionFields processor = fields.requiredObject("ItemProcessor");
        processor.only("an item processor", Set.of("ProcessorConfig", "StartAt", "States", "Comment"));
        Optional<DefinitionFields> config = processor.object("ProcessorConfig");
        config.ifPresent(c -> c.only("a processor's configuration", Set.of("Mode", "ExecutionType")));
        String mode = config.flatMap(c -> c.text("Mode")).orElse("INLINE");
        config.ifPresent(c -> c.expect("Mode", mode, Set.of("INLINE", "DISTRIBUTED")));
        boolean distributed = mode.equals("DISTRIBUTED");
        if (distributed) {
            state.only(StateReader.moving(), StateReader.handled(), INLINE, DISTRIBUTED);
        } else {
            state.only(StateReader.moving(), StateReader.handled(), INLINE);
        }
        if (fields.has("Items") && fields.has("ItemReader")) {
            fields.fault("Items", "cannot be used together with ItemReader");
        }
        // The children of a distributed map are separate executions: they neither see nor hide variables.
        Flow flow = state.flows().read(processor, distributed ? Set.of() : state.assigned());
        return new State.ForEach(
                state.head(),
                flow,
                items(fields),
                fields.template("ItemSelector"),
                fields.integerTemplate("MaxConcurrency", 0, Integer.MAX_VALUE),
                distributed ? distributed(fields, config.orElseThrow()) : null,
                state.handling());
    }

    private static @Nullable Template items(DefinitionFields fields) {
        Template items = fields.template("Items");
        if (items instanceof Template.Literal literal && !literal.value().isArray()
                || items instanceof Template.Members) {
            fields.fault("Items", "must be an array or an expression");
        }
        return items;
    }

    private State.Distributed distributed(DefinitionFields fields, DefinitionFields config) {
        String type = config.required("ExecutionType");
        config.expect("ExecutionType", type, Set.of("EXPRESS", "STANDARD"));
        fields.object("ResultWriter").ifPresent(writer -> {
            writer.only("a result writer", Set.of("Resource", "Arguments"));
            writer.expect("Resource", writer.required("Resource"), Set.of(PUT_OBJECT));
            writer.requiredTemplate("Arguments");
            arguments(writer, Set.of("Bucket", "Prefix"), Set.of("Bucket"));
        });
        Template writer =
                fields.object("ResultWriter").map(w -> w.template("Arguments")).orElse(null);
        return new State.Distributed(
                label(fields),
                type,
                fields.object("ItemReader").map(MapReader::reader).orElse(null),
                fields.object("ItemBatcher").map(MapReader::batcher).orElse(null),
                fields.integerTemplate("ToleratedFailureCount", 0, Integer.MAX_VALUE),
                percentage(fields),
                writer);
    }

    private static @Nullable Template percentage(DefinitionFields fields) {
        Template percentage = fields.template("ToleratedFailurePercentage");
        if (percentage instanceof Template.Literal) {
            fields.number("ToleratedFailurePercentage", 0, 0, 100, false);
        }
        return percentage;
    }

    private static State.Reader reader(DefinitionFields reader) {
        reader.only("an item reader", Set.of("Resource", "ReaderConfig", "Arguments"));
        reader.expect("Resource", reader.required("Resource"), Set.of(GET_OBJECT));
        arguments(reader, Set.of("Bucket", "Key"), Set.of("Bucket", "Key"));
        DefinitionFields config = reader.requiredObject("ReaderConfig");
        config.only("a reader's configuration", Set.of("InputType", "MaxItems"));
        String type = config.required("InputType");
        config.expect("InputType", type, Set.of("JSON", "JSONL"));
        return new State.Reader(
                reader.requiredTemplate("Arguments"),
                type.equals("JSONL"),
                config.integerTemplate("MaxItems", 0, Integer.MAX_VALUE));
    }

    private static State.Batcher batcher(DefinitionFields batcher) {
        batcher.only("an item batcher", Set.of("MaxItemsPerBatch", "MaxInputBytesPerBatch", "BatchInput"));
        if (!batcher.has("MaxItemsPerBatch") && !batcher.has("MaxInputBytesPerBatch")) {
            batcher.fault("MaxItemsPerBatch", "is missing; so is MaxInputBytesPerBatch");
        }
        return new State.Batcher(
                batcher.integerTemplate("MaxItemsPerBatch", 1, Integer.MAX_VALUE),
                batcher.integerTemplate("MaxInputBytesPerBatch", 1, StatesLimits.PAYLOAD_BYTES),
                batcher.template("BatchInput"));
    }

    private static void arguments(DefinitionFields owner, Set<String> allowed, Set<String> needed) {
        if (owner.node().path("Arguments").isTextual()) {
            return;
        }
        owner.object("Arguments").ifPresent(arguments -> {
            arguments.only("the arguments", allowed);
            allowed.forEach(arguments::textTemplate);
            needed.stream()
                    .filter(name -> !arguments.has(name))
                    .sorted()
                    .forEach(name -> arguments.fault(name, "is missing"));
        });
    }

    private String label(DefinitionFields fields) {
        String label = fields.text("Label").orElseGet(() -> {
            String plain = state.name().replaceAll("[^\\p{L}\\p{N}_-]", "");
            return plain.substring(0, Math.min(LABEL, plain.length()));
        });
        if (fields.has("Label") && !label.matches("[\\p{L}\\p{N}_-]{1," + LABEL + "}")) {
            fields.fault("Label", "must have 1 to " + LABEL + " letters, digits, '-' or '_'");
        }
        return label;
    }
}
