package io.featurestore.steps.query;

import io.featurestore.store.objects.S3Uri;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A query engine that runs nothing. Submissions are queued, and the test sets their outcome. As in Athena, a
/// token that is reused with the same submission gives the same execution id, and is refused with another
/// submission.
public class FakeQueryEngine implements QueryEngine {
    private final Map<String, Submission> submissions = new LinkedHashMap<>();
    private final Map<String, QueryRun> runs = new LinkedHashMap<>();
    private final Map<String, Statistics> statistics = new LinkedHashMap<>();
    private final Map<String, List<ResultColumn>> columns = new LinkedHashMap<>();
    private final Map<String, List<Optional<String>>> firstRows = new LinkedHashMap<>();
    private final List<String> stopped = new ArrayList<>();

    @Override
    public String start(Submission submission) {
        for (Map.Entry<String, Submission> earlier : submissions.entrySet()) {
            if (earlier.getValue().token().equals(submission.token())) {
                if (!earlier.getValue().equals(submission)) {
                    throw QueryFailures.refused("Idempotent parameters do not match", submission);
                }
                return earlier.getKey();
            }
        }
        String id = "q-" + (submissions.size() + 1);
        submissions.put(id, submission);
        runs.put(
                id,
                new QueryRun(
                        id,
                        QueryRun.State.QUEUED,
                        submission.sql(),
                        submission.workgroup(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        0,
                        Optional.empty()));
        return id;
    }

    /// Puts a run into a state without a result.
    public void become(String id, QueryRun.State state, Optional<String> reason, Optional<QueryRun.ErrorKind> error) {
        QueryRun run = describe(id);
        runs.put(
                id,
                new QueryRun(
                        id,
                        state,
                        run.sql(),
                        run.workgroup(),
                        reason,
                        error,
                        Optional.empty(),
                        0,
                        0,
                        Optional.empty()));
    }

    /// Lets a run succeed. Its statistics are missing until [#counted].
    public void succeed(String id, S3Uri result, Instant completedAt, List<ResultColumn> resultColumns) {
        QueryRun run = describe(id);
        runs.put(
                id,
                new QueryRun(
                        id,
                        QueryRun.State.SUCCEEDED,
                        run.sql(),
                        run.workgroup(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(result),
                        1_000_000,
                        5_120,
                        Optional.of(completedAt)));
        columns.put(id, List.copyOf(resultColumns));
    }

    /// Lets the statistics of a run appear.
    public void counted(String id, long rows, long bytes) {
        statistics.put(id, new Statistics(OptionalLong.of(rows), OptionalLong.of(bytes)));
    }

    /// Returns the submissions by execution id.
    public Map<String, Submission> submissions() {
        return Map.copyOf(submissions);
    }

    /// Returns the ids of the runs that were stopped, in order.
    public List<String> stopped() {
        return List.copyOf(stopped);
    }

    @Override
    public QueryRun describe(String id) {
        QueryRun run = runs.get(id);
        if (run == null) {
            throw new IllegalStateException("query execution " + id + " was not found");
        }
        return run;
    }

    @Override
    public Statistics statistics(String id) {
        return statistics.getOrDefault(id, new Statistics(OptionalLong.empty(), OptionalLong.empty()));
    }

    @Override
    public List<ResultColumn> columns(String id) {
        List<ResultColumn> found = columns.get(id);
        if (found == null) {
            throw new IllegalStateException("query execution " + id + " has no result");
        }
        return found;
    }

    @Override
    public List<Optional<String>> firstRow(String id) {
        List<Optional<String>> found = firstRows.get(id);
        if (found == null) {
            throw new IllegalStateException("query execution " + id + " has no row");
        }
        return found;
    }

    /// Sets the first row of a run's result.
    public void row(String id, String... values) {
        firstRows.put(id, Arrays.stream(values).map(Optional::of).toList());
    }

    @Override
    public void stop(String id) {
        QueryRun.State state = describe(id).state();
        if (state == QueryRun.State.QUEUED || state == QueryRun.State.RUNNING) {
            become(id, QueryRun.State.CANCELLED, Optional.of("Query cancelled by user"), Optional.empty());
        }
        stopped.add(id);
    }
}
