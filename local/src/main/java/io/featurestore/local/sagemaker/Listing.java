package io.featurestore.local.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Answers ListFeatureGroups: filters, sorts and pages the feature groups.
final class Listing {
    private static final List<String> SHOWN =
            List.of("FeatureGroupName", "FeatureGroupArn", "CreationTime", "FeatureGroupStatus", "OfflineStoreStatus");

    private Listing() {}

    static ObjectNode answer(Stream<JsonNode> groups, ObjectNode input) {
        checkModel(input);
        int size = input.path("MaxResults").asInt(FeatureGroupLimits.GROUPS_PAGE);
        List<JsonNode> found = groups.filter(group -> matches(group, input))
                .sorted(order(input))
                .toList();
        Pages.Page<JsonNode> page = new Pages<>(found, size).at(input.path("NextToken"));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        var summaries = answer.putArray("FeatureGroupSummaries");
        for (JsonNode group : page.elements()) {
            summaries.add(((ObjectNode) group.deepCopy()).retain(SHOWN));
        }
        page.nextToken().ifPresent(token -> answer.put("NextToken", token));
        return answer;
    }

    private static void checkModel(ObjectNode input) {
        Constraints constraints = FeatureGroupLimits.constraints();
        constraints.text(input, "", "NameContains", Constraints.Text.of(1, 64));
        constraints.text(
                input,
                "",
                "FeatureGroupStatusEquals",
                Constraints.Text.oneOf("Creating", "Created", "CreateFailed", "Deleting", "DeleteFailed"));
        constraints.text(
                input, "", "OfflineStoreStatusEquals", Constraints.Text.oneOf("Active", "Blocked", "Disabled"));
        constraints.text(input, "", "SortOrder", Constraints.Text.oneOf("Ascending", "Descending"));
        constraints.text(
                input,
                "",
                "SortBy",
                Constraints.Text.oneOf("Name", "FeatureGroupStatus", "OfflineStoreStatus", "CreationTime"));
        constraints.number(input, "", "MaxResults", 1, FeatureGroupLimits.GROUPS_PAGE);
        constraints.check();
    }

    private static boolean matches(JsonNode group, ObjectNode input) {
        BigDecimal created = group.path("CreationTime").decimalValue();
        return group.path("FeatureGroupName")
                        .asText()
                        .contains(input.path("NameContains").asText(""))
                && wanted(input.path("FeatureGroupStatusEquals"), group.path("FeatureGroupStatus"))
                && wanted(
                        input.path("OfflineStoreStatusEquals"),
                        group.path("OfflineStoreStatus").path("Status"))
                && time(input, "CreationTimeAfter")
                        .map(after -> created.compareTo(after) > 0)
                        .orElse(true)
                && time(input, "CreationTimeBefore")
                        .map(before -> created.compareTo(before) < 0)
                        .orElse(true);
    }

    private static boolean wanted(JsonNode value, JsonNode actual) {
        return !value.isTextual() || value.equals(actual);
    }

    private static Optional<BigDecimal> time(ObjectNode input, String field) {
        return input.path(field).isNumber() ? Optional.of(input.path(field).decimalValue()) : Optional.empty();
    }

    private static Comparator<JsonNode> order(ObjectNode input) {
        Function<JsonNode, String> name =
                group -> group.path("FeatureGroupName").asText();
        Comparator<JsonNode> order =
                switch (input.path("SortBy").asText("CreationTime")) {
                    case "Name" -> Comparator.comparing(name);
                    case "FeatureGroupStatus" ->
                        Comparator.comparing(
                                group -> group.path("FeatureGroupStatus").asText());
                    case "OfflineStoreStatus" ->
                        Comparator.comparing(group ->
                                group.path("OfflineStoreStatus").path("Status").asText());
                    default ->
                        Comparator.comparing(group -> group.path("CreationTime").decimalValue());
                };
        order = order.thenComparing(name);
        return input.path("SortOrder").asText("Descending").equals("Ascending") ? order : order.reversed();
    }
}
