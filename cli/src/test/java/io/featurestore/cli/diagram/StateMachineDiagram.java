package io.featurestore.cli.diagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Draws a state machine as a Mermaid flowchart: mermaid.js.org/syntax/flowchart.html.
public final class StateMachineDiagram {
    /// Words Mermaid does not take for a node.
    private static final Set<String> RESERVED = Set.of(
            "end",
            "start",
            "finish",
            "graph",
            "subgraph",
            "flowchart",
            "style",
            "linkstyle",
            "class",
            "classdef",
            "click",
            "default",
            "direction",
            "href",
            "call");

    private final StringBuilder text = new StringBuilder("flowchart TD\n");
    private final Map<String, String> ids = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private boolean ends;

    private StateMachineDiagram() {}

    /// Draws a definition in the Amazon States Language.
    ///
    /// States stand in the order of the definition. A choice is a rhombus whose arrows carry the conditions, a
    /// wait a parallelogram, an end of the machine is rounded, what runs inside a Map or a Parallel state is
    /// framed; a catcher is a dashed arrow `on error`.
    ///
    /// @return Mermaid text, ended by a newline; the same for the same definition
    public static String mermaid(JsonNode definition) {
        StateMachineDiagram diagram = new StateMachineDiagram();
        diagram.text
                .append("    start((start)) --> ")
                .append(diagram.id(definition.path("StartAt").asText()))
                .append('\n');
        diagram.flow(definition, 1, true);
        if (diagram.ends) {
            diagram.line(1, "finish((end))");
        }
        return diagram.text.toString();
    }

    private void flow(JsonNode flow, int depth, boolean outermost) {
        flow.path("States").properties().forEach(state -> node(state.getKey(), state.getValue(), depth));
        flow.path("States")
                .properties()
                .forEach(state -> arrows(id(state.getKey()), state.getValue(), depth, outermost));
    }

    private void node(String name, JsonNode state, int depth) {
        String id = id(name);
        String label = "\"" + escape(name) + "\"";
        switch (state.path("Type").asText()) {
            case "Choice" -> line(depth, id + "{" + label + "}");
            case "Wait" -> line(depth, id + "[/" + label + "/]");
            case "Succeed", "Fail" -> line(depth, id + "([" + label + "])");
            case "Map" -> frame(id, label(name, state), depth, state.path("ItemProcessor"));
            case "Parallel" -> {
                line(depth, "subgraph " + id + "[" + label + "]");
                for (int i = 0; i < state.path("Branches").size(); i++) {
                    frame(
                            id + "_" + (i + 1),
                            "\" \"",
                            depth + 1,
                            state.path("Branches").path(i));
                }
                line(depth, "end");
            }
            default -> line(depth, id + "[" + label + "]");
        }
    }

    private static String label(String name, JsonNode map) {
        String mode =
                map.path("ItemProcessor").path("ProcessorConfig").path("Mode").asText();
        return "\"" + escape(name) + (mode.equals("DISTRIBUTED") ? ": each item, distributed\"" : ": each item\"");
    }

    private void frame(String id, String label, int depth, JsonNode flow) {
        line(depth, "subgraph " + id + "[" + label + "]");
        flow(flow, depth + 1, false);
        line(depth, "end");
    }

    private void arrows(String from, JsonNode state, int depth, boolean outermost) {
        state.path("Choices").forEach(rule -> {
            String condition =
                    rule.path("Condition").asText().replaceAll("^\\{%|%}$", "").replaceAll("\\s+", " ");
            line(
                    depth,
                    from + " -->|\"" + escape(condition.strip()) + "\"| "
                            + id(rule.path("Next").asText()));
        });
        if (state.has("Default")) {
            line(depth, from + " -->|\"otherwise\"| " + id(state.path("Default").asText()));
        }
        if (state.has("Next")) {
            line(depth, from + " --> " + id(state.path("Next").asText()));
        }
        state.path("Catch")
                .forEach(catcher -> line(
                        depth,
                        from + " -.->|\"on error\"| " + id(catcher.path("Next").asText())));
        if (outermost && state.path("End").asBoolean(false)) {
            ends = true;
            line(depth, from + " --> finish");
        }
    }

    private void line(int depth, String line) {
        text.append("    ".repeat(depth)).append(line).append('\n');
    }

    /// Returns a node's id: the state's name as far as Mermaid takes it, told apart from others.
    private String id(String name) {
        return ids.computeIfAbsent(name, n -> {
            String plain = n.replaceAll("[^A-Za-z0-9]", "_");
            String id = RESERVED.contains(plain.toLowerCase(Locale.ROOT)) ? plain + "_" : plain;
            for (int i = 2; !taken.add(id); i++) {
                id = plain + "_" + i;
            }
            return id;
        });
    }

    private static String escape(String label) {
        return label.replace("#", "#35;")
                .replace("&", "#amp;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;");
    }
}
