package io.featurestore.local.conformance.athena;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.conformance.Services;
import java.time.Duration;
import java.util.UUID;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;

/// Runs queries through the SDK, with results at `s3://results/out/`.
final class Queries {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Services services;

    Queries(Services services) {
        this.services = services;
    }

    /// Starts a query and returns its id.
    String start(String sql, String token) {
        return services.athena()
                .startQueryExecution(r -> r.queryString(sql)
                        .clientRequestToken(token)
                        .queryExecutionContext(c -> c.database("db"))
                        .resultConfiguration(c -> c.outputLocation("s3://results/out/")))
                .queryExecutionId();
    }

    /// Runs a query to its end.
    QueryExecution run(String sql) {
        return ended(start(sql, UUID.randomUUID().toString()));
    }

    /// Runs a query that must succeed.
    QueryExecution succeeded(String sql) {
        QueryExecution query = run(sql);
        assertThat(query.status().state())
                .as("%s: %s", sql, query.status().stateChangeReason())
                .isEqualTo(QueryExecutionState.SUCCEEDED);
        return query;
    }

    /// Waits until a query has ended.
    QueryExecution ended(String id) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            QueryExecution query = services.athena()
                    .getQueryExecution(r -> r.queryExecutionId(id))
                    .queryExecution();
            switch (query.status().state()) {
                case SUCCEEDED, FAILED, CANCELLED -> {
                    return query;
                }
                default ->
                    assertThat(System.nanoTime())
                            .as("%s takes too long", query.query())
                            .isLessThan(end);
            }
        }
    }

    /// Returns the CSV of a query.
    String csv(String sql) {
        return object(succeeded(sql).resultConfiguration().outputLocation());
    }

    /// Returns an object as text.
    String object(String uri) {
        String[] location = uri.substring("s3://".length()).split("/", 2);
        return services.s3()
                .getObjectAsBytes(r -> r.bucket(location[0]).key(location[1]))
                .asUtf8String();
    }
}
