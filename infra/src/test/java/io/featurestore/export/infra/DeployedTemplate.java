package io.featurestore.export.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// Resolves the references of a template, as CloudFormation would in the account of the embedded services.
final class DeployedTemplate {
    static final String EXPORTS = "feature-store-export-000000000000-us-east-1";
    static final String WORK = "feature-store-export-work-000000000000-us-east-1";
    static final String MACHINE = "feature-store-export";
    private static final String HERE = ":us-east-1:000000000000:";

    /// Names an allowed action on a resource.
    record Allowed(String action, String resource) {
        boolean covers(String wantedAction, String wantedResource) {
            return action.equals(wantedAction)
                    && Pattern.matches("\\Q" + resource.replace("*", "\\E.*\\Q") + "\\E", wantedResource);
        }

        @Override
        public String toString() {
            return action + " " + resource;
        }
    }

    private final JsonNode template;

    DeployedTemplate(JsonNode template) {
        this.template = template;
    }

    /// Returns the functions' resources by their names in the state machine.
    Map<String, JsonNode> functions() {
        Map<String, JsonNode> functions = new TreeMap<>();
        SynthesizedApp.resources(template, "AWS::Lambda::Function")
                .values()
                .forEach(function -> functions.put(name(function), function));
        return functions;
    }

    /// Returns the permissions of the role of a resource with a property `Role`.
    List<Allowed> allowed(JsonNode roleReference) {
        List<Allowed> allowed = new ArrayList<>();
        statements(roleReference).forEach(statement -> add(statement, allowed));
        return allowed;
    }

    /// Returns the statements of the policies of the role of a resource with a property `Role`.
    List<JsonNode> statements(JsonNode roleReference) {
        String role = roleReference.path("Fn::GetAtt").path(0).asText();
        List<JsonNode> statements = new ArrayList<>();
        SynthesizedApp.resources(template, "AWS::IAM::Policy").values().forEach(policy -> {
            if (StreamSupport.stream(policy.path("Roles").spliterator(), false)
                    .anyMatch(r -> r.path("Ref").asText().equals(role))) {
                policy.path("PolicyDocument").path("Statement").forEach(statements::add);
            }
        });
        return statements;
    }

    private void add(JsonNode statement, List<Allowed> allowed) {
        if (!statement.path("Effect").asText().equals("Allow")) {
            throw new AssertionError("only Allow is understood: " + statement);
        }
        for (JsonNode action : each(statement.path("Action"))) {
            for (JsonNode resource : each(statement.path("Resource"))) {
                allowed.add(new Allowed(action.asText(), text(resource)));
            }
        }
    }

    static List<JsonNode> each(JsonNode oneOrMany) {
        return oneOrMany.isArray()
                ? StreamSupport.stream(oneOrMany.spliterator(), false).toList()
                : List.of(oneOrMany);
    }

    /// Returns a value with its references filled in.
    String text(JsonNode value) {
        if (value.isValueNode()) {
            return value.asText();
        }
        if (value.has("Ref")) {
            return reference(value.path("Ref").asText());
        }
        if (value.has("Fn::GetAtt")) {
            return attribute(
                    value.path("Fn::GetAtt").path(0).asText(),
                    value.path("Fn::GetAtt").path(1).asText());
        }
        if (value.has("Fn::Join")) {
            StringBuilder text = new StringBuilder();
            value.path("Fn::Join").path(1).forEach(part -> text.append(text(part)));
            return text.toString();
        }
        throw new AssertionError("not understood: " + value);
    }

    private String reference(String id) {
        return switch (id) {
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::Region" -> "us-east-1";
            case "AWS::AccountId" -> "000000000000";
            default -> {
                JsonNode resource = template.path("Resources").path(id);
                yield switch (resource.path("Type").asText()) {
                    case "AWS::S3::Bucket" -> bucket(id);
                    case "AWS::Athena::WorkGroup" ->
                        resource.path("Properties").path("Name").asText();
                    case "AWS::Lambda::Alias" ->
                        text(resource.path("Properties").path("FunctionName")) + ":"
                                + resource.path("Properties").path("Name").asText();
                    case "AWS::Lambda::Function" ->
                        "arn:aws:lambda" + HERE + "function:" + name(resource.path("Properties"));
                    case "AWS::StepFunctions::StateMachine" -> "arn:aws:states" + HERE + "stateMachine:" + MACHINE;
                    default -> id;
                };
            }
        };
    }

    private String attribute(String id, String attribute) {
        String type = template.path("Resources").path(id).path("Type").asText();
        return switch (type + "." + attribute) {
            case "AWS::S3::Bucket.Arn" -> "arn:aws:s3:::" + bucket(id);
            case "AWS::StepFunctions::StateMachine.Name" -> MACHINE;
            case "AWS::StepFunctions::StateMachine.Arn" -> reference(id);
            case "AWS::Lambda::Function.Arn" -> reference(id);
            case "AWS::SQS::Queue.Arn" -> "arn:aws:sqs" + HERE + "dead-letters";
            case "AWS::Logs::LogGroup.Arn" -> "arn:aws:logs" + HERE + "log-group:logs:*";
            default -> id + "." + attribute;
        };
    }

    private static String bucket(String id) {
        return id.contains("Exports") ? EXPORTS : id.contains("Work") ? WORK : id;
    }

    private static String name(JsonNode function) {
        return function.path("Handler").asText().replaceFirst(".*\\.(.*)Handler$", "$1");
    }
}
