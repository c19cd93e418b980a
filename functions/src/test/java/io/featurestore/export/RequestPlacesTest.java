package io.featurestore.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.RequestReader.Defaults;
import io.featurestore.export.RequestReader.Started;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.steps.BucketRules;
import io.featurestore.steps.BucketRules.Place;
import io.featurestore.steps.BucketRules.Use;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks which places a request may name.
class RequestPlacesTest {
    private static final Started STARTED = new Started("arn", "run-1", Instant.parse("2026-01-02T03:04:05Z"));
    private static final BucketRules RULES = new BucketRules(
            Optional.of("111111111111"),
            List.of(
                    place(Use.EXPORT, "s3://exports/data/"),
                    place(Use.WORK, "s3://works/work/"),
                    place(Use.OUTPUT, "s3://team/fraud/"),
                    place(Use.OUTPUT, "s3://works/results/"),
                    place(Use.SOURCE, "s3://store/")),
            false);

    private static Place place(Use use, String uri) {
        return new Place(use, S3Uri.parse(uri), Optional.empty(), Optional.empty());
    }

    private static ExportRequest read(BucketRules rules, ObjectNode request) {
        request.put("featureGroupName", "customers");
        return new RequestReader(rules)
                .read(request, STARTED, new Defaults("exports", "works", "primary"))
                .request();
    }

    private static ObjectNode with(String field, String value) {
        return Json.MAPPER.createObjectNode().put(field, value);
    }

    @ParameterizedTest
    @CsvSource({
        "output, s3://exports/data/x.csv.gz",
        "output, s3://exports/data/run/",
        "output, s3://team/fraud/{date}/x.parquet",
        "output, s3://works/results/x.csv.gz",
        "queryOutputLocation, s3://team/fraud/",
        "queryOutputLocation, s3://works/results/run/"
    })
    void takesAPlaceThatTheDeploymentAllows(String field, String uri) {
        assertThat(read(RULES, with(field, uri)).featureGroupName()).isEqualTo("customers");
    }

    @ParameterizedTest
    @CsvSource({
        "output, s3://exports/x.csv.gz, outside the places where this deployment may write outputs",
        "output, s3://exports/data.csv.gz, outside the places",
        "output, s3://team/x.csv.gz, outside the places",
        "output, s3://team/fraudulent/x.csv.gz, outside the places",
        "output, s3://other/fraud/x.csv.gz, outside the places",
        "output, s3://store/x.csv.gz, outside the places",
        "output, s3://team/fraud/, would have its manifest at 's3://team/_fraud.manifest.json'",
        "queryOutputLocation, s3://exports/data/, outside the places where this deployment may keep query results",
        "queryOutputLocation, s3://team/, outside the places",
        "queryOutputLocation, s3://store/, outside the places",
        "output, s3://works/work/run-2/publishing.json, lies in",
        "queryOutputLocation, s3://works/work/run-2/, lies in"
    })
    void refusesAnyOtherPlace(String field, String uri, String reason) {
        assertThatThrownBy(() -> read(RULES, with(field, uri)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageStartingWith(field + " '" + uri)
                .hasMessageContaining(reason)
                .hasMessageMatching("[^.]*.*(N|n)ame .*\\.");
    }

    /// The work folders are closed whatever the deployment says, and where it says nothing.
    @ParameterizedTest
    @CsvSource({
        "output, s3://works/work/run-2/publishing.json",
        "output, s3://works/work/x.csv.gz",
        "output, s3://works/work/run-2/",
        "output, s3://works/work/",
        "output, s3://works/",
        "queryOutputLocation, s3://works/work/run-2/query/",
        "queryOutputLocation, s3://works/work/",
        "queryOutputLocation, s3://works/"
    })
    void refusesAPlaceAmongTheWorkFolders(String field, String uri) {
        BucketRules open = new BucketRules(
                Optional.empty(), List.of(place(Use.OUTPUT, "s3://works/"), place(Use.OUTPUT, "s3://bucket/")), true);
        for (BucketRules rules : List.of(BucketRules.NONE, open)) {
            assertThatThrownBy(() -> read(rules, with(field, uri).put("compression", "none")))
                    .isInstanceOf(InvalidRequest.class)
                    .hasMessageContaining(field + " '" + uri)
                    .hasMessageContaining("the work prefix 's3://works/work/'");
        }
        assertThat(read(BucketRules.NONE, with(field, "s3://elsewhere/work/x/")).featureGroupName())
                .isEqualTo("customers");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://bucket/_data.csv.gz.manifest.json, true",
        "s3://bucket/p/_run.manifest.json, true",
        "s3://bucket/_manifest.json, true",
        "s3://bucket/data.manifest.json, false",
        "s3://bucket/_mymanifest.json, false",
        "s3://bucket/_run.manifest.json/, false"
    })
    void refusesAnOutputThatCouldPassForAManifest(String output, boolean refused) {
        ObjectNode request = with("output", output).put("format", "json").put("compression", "none");
        if (refused) {
            assertThatThrownBy(() -> read(BucketRules.NONE, request))
                    .isInstanceOf(InvalidRequest.class)
                    .hasMessageContaining(output)
                    .hasMessageContaining("choose another name");
        } else {
            assertThat(read(BucketRules.NONE, request).form().output()).hasToString(output);
        }
    }

    @Test
    void putsAnOutputThatIsNotNamedBelowThePrefixOfTheExportBucket() {
        assertThat(read(RULES, Json.MAPPER.createObjectNode()).form().output())
                .hasToString("s3://exports/data/exports/customers/run-1.csv.gz");
    }

    /// A field that names a place on S3 must be checked here, so a new one must be added to this test.
    @Test
    void knowsEveryFieldThatNamesAPlace() throws IOException {
        try (InputStream schema = Objects.requireNonNull(
                RequestReader.class.getResourceAsStream("/io/featurestore/export/events/export-request.schema.json"))) {
            JsonNode properties = Json.MAPPER.readTree(schema).path("properties");
            assertThat(properties.properties())
                    .filteredOn(field -> field.getValue().toString().contains("s3://"))
                    .extracting(java.util.Map.Entry::getKey)
                    .containsExactlyInAnyOrder("output", "queryOutputLocation");
        }
    }
}
