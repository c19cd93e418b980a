package io.featurestore.cli.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunResultTest {
    private static final String EXPORTED = """
            {"status": "SUCCEEDED", "featureGroupName": "customers", "table": "db.t", "format": "csv", "compression": "gzip",
             "output": {"uri": "s3://bucket/a.csv.gz", "files": 1, "bytes": 7, "records": 3, "later": true},
             "query": {"executionId": "q", "sql": "SELECT 1", "scannedBytes": 1, "resultBytes": 2, "millis": 3},
             "chunks": {"planned": 1, "repaired": 0},
             "cost": {"athenaUsd": 0.1, "lambdaUsd": 0, "stepFunctionsUsd": 0, "s3Usd": 0, "totalUsd": 0.1},
             "path": "select", "manifest": "s3://bucket/_a.csv.gz.manifest.json", "startedAt": "2024-01-01T00:00:00Z", "elapsedMillis": 5,
             "addedLater": {"x": 1}}""";

    @Test
    void readsAFinishedExportAndKeepsFieldsThatItDoesNotKnow() {
        assertThat(RunResult.parse(EXPORTED)).isInstanceOfSatisfying(RunResult.Exported.class, exported -> {
            assertThat(exported.output()).isEqualTo("s3://bucket/a.csv.gz");
            assertThat(exported.report()).isEmpty();
            assertThat(exported.result().output().records()).hasValue(3);
            assertThat(exported.result().violations()).isEmpty();
            assertThat(exported.json().at("/addedLater/x").asInt()).isEqualTo(1);
            assertThat(exported.json().at("/output/later").asBoolean()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXACT", "BOUND", "SAMPLE", "MODEL"})
    void readsAPlanOfADryRun(String kind) {
        String basis = "{\"kind\": \"" + kind + "\", \"says\": \"why\", \"error\": 4}";
        String plan = """
                {"status": "PLANNED", "featureGroupName": "customers", "table": "db.t", "format": "json",
                 "compression": "none", "destination": "s3://bucket/a.json", "query": {"sql": "SELECT 1"}, "addedLater": 1,
                 "estimate": {"columns": ["a"], "records": 1, "scannedBytes": 2, "resultBytes": 3, "outputBytes": 4,
                  "cost": {"athenaUsd": 0.1, "lambdaUsd": 0, "stepFunctionsUsd": 0, "s3Usd": 0, "totalUsd": 0.1},
                  "chunks": 1, "concurrency": 1, "seconds": 9, "files": {"count": 1, "bytes": 2, "read": 1},
                  "basis": {"records": B, "scannedBytes": B, "resultBytes": B, "outputBytes": B, "cost": B, "seconds": B},
                  "warnings": ["careful"]}}""".replace("B,", basis + ",").replace("B}", basis + "}");

        assertThat(RunResult.parse(plan)).isInstanceOfSatisfying(RunResult.Planned.class, planned -> {
            assertThat(planned.plan().estimate().basis().records().kind()).hasToString(kind);
            assertThat(planned.plan().estimate().warnings()).containsExactly("careful");
            assertThat(planned.json().path("addedLater").asInt()).isEqualTo(1);
        });
    }
}
