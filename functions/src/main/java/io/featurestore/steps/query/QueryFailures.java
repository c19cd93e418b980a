package io.featurestore.steps.query;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.failure.InvalidQuery;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.failure.QueryCancelled;
import io.featurestore.failure.QueryFailed;
import io.featurestore.failure.QueryTimedOut;
import io.featurestore.records.text.Spelling;
import io.featurestore.steps.query.QueryEngine.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Maps a query that ended without a result to a failure. The engine gives its reasons as text; the rules
/// below match the texts of Athena (docs.aws.amazon.com/athena/latest/ug/troubleshooting-athena.html) and
/// Trino's error names. The first matching rule applies.
public final class QueryFailures {
    /// Maps a reason to a failure.
    ///
    /// @param reason a pattern that is searched in the engine's text
    /// @param failure creates the failure from its message
    /// @param advice what the caller can do
    private record Rule(Pattern reason, Function<String, Failure> failure, String advice) {
        Rule(String reason, Function<String, Failure> failure, String advice) {
            this(Pattern.compile(reason, Pattern.CASE_INSENSITIVE), failure, advice);
        }
    }

    private static final String CHECK_SQL = "Correct columns, where, groupBy or orderBy.";
    /// Errors in the statement, by Trino's names at the beginning of the text. The rest of the text quotes
    /// the statement, which may contain any word that other rules search for.
    private static final List<Rule> STATEMENT_RULES = List.of(new Rule(
            "^(syntax_error|column_not_found|table_not_found|schema_not_found|catalog_not_found"
                    + "|function_not_found|function_not_.*|type_not_found|type_mismatch|ambiguous_name"
                    + "|expression_not_.*|missing_group_by|missing_order_by|invalid_cast_argument|invalid_.*_argument"
                    + "|invalid_arguments|invalid_literal|invalid_column_reference|invalid_limit_clause"
                    + "|division_by_zero|numeric_value_out_of_range|not_supported|nested_.*|subquery_multiple_rows"
                    + "|mismatched_column_aliases|duplicate_column_name|missing_column_name|too_many_arguments"
                    + "|query_text_too_large|line \\d+):",
            InvalidQuery::new,
            CHECK_SQL));
    private static final List<Rule> DENIAL_RULES = List.of(new Rule(
            "access ?denied|permission[ _]denied|insufficient (lake formation )?permission"
                    + "|not authorized to perform|status code: 403",
            AccessDenied::new,
            "Allow the action it names on the resource it names to the role that runs the export."));
    private static final List<Rule> RUN_RULES = List.of(
            new Rule(
                    "bytes scanned limit",
                    QueryFailed::new,
                    "Read less (fewer columns, an "
                            + "eventTimeRange), or raise the work group's limit on the data a query may scan."),
            new Rule(
                    "query time(d )?-?out|exceeded_time_limit|exceeded (the )?(maximum|query) .*time",
                    QueryTimedOut::new,
                    "Read less (fewer columns, an eventTimeRange), or raise the "
                            + "account's quota 'DML query timeout'."),
            new Rule(
                    "exhausted resources|exceeded_.*memory_limit|insufficient_resources",
                    QueryFailed::new,
                    "Read less (fewer columns, an eventTimeRange), or leave out "
                            + "orderBy, which sorts everything in one place."),
            new Rule(
                    "error code: slowdown|reduce your request rate|rate exceeded|ThrottlingException",
                    QueryFailed::new,
                    "The service was busy; run the export again later."),
            new Rule(
                    "location provided to save|output (location|bucket)|NoSuchBucket",
                    QueryFailed::new,
                    "Let queryOutputLocation, or the work group, name a bucket that " + "exists in this region."),
            new Rule(
                    "^(hive|iceberg|parquet)_[a-z_]+",
                    QueryFailed::new,
                    "A file of the offline store is missing or does not fit the table. Leave out the column it names, "
                            + "or repair the table."));
    private static final List<Rule> REFUSAL_RULES = List.of(
            new Rule(
                    "work ?group",
                    InvalidRequest::new,
                    "Let workgroup name an enabled work group of this account and region."),
            new Rule(
                    "output ?(location|bucket)",
                    InvalidRequest::new,
                    "Let queryOutputLocation, or the work group, name a bucket that exists in this region."),
            new Rule(
                    "idempotent|client ?request ?token",
                    Internal::new,
                    "One token stood for two different queries, which is a defect."));
    private static final Pattern POSITION = Pattern.compile("line (\\d{1,9}):(\\d{1,9})");
    private static final int SHOWN_SQL = 80;

    private QueryFailures() {}

    /// Returns the failure for a run in the state FAILED or CANCELLED.
    public static Failure of(QueryRun run) {
        String reason = run.reason().orElse("Athena gives no reason.");
        return switch (run.state()) {
            case FAILED ->
                rule(reason, Stream.of(STATEMENT_RULES, DENIAL_RULES, RUN_RULES))
                        .map(r -> failure(r, run, "failed"))
                        .orElseGet(() -> unknown(run, reason));
            case CANCELLED ->
                rule(reason, Stream.of(DENIAL_RULES, RUN_RULES))
                        .map(r -> failure(r, run, "was cancelled"))
                        .orElseGet(() -> new QueryCancelled("The query was cancelled from outside: " + sentence(reason)
                                + " " + named(run) + " Run the export again."));
            case QUEUED, RUNNING, SUCCEEDED ->
                throw new IllegalArgumentException("query " + run.id() + " is " + run.state());
        };
    }

    /// Returns the failure for a statement that the engine refused to start.
    public static Failure refused(String reason, Submission submission) {
        Rule rule = rule(reason, Stream.of(STATEMENT_RULES, DENIAL_RULES, REFUSAL_RULES))
                .orElseGet(() -> new Rule("", InvalidQuery::new, CHECK_SQL));
        return rule.failure()
                .apply("Athena refuses the query in work group " + submission.workgroup() + ": " + sentence(reason)
                        + excerpt(reason, submission.sql()) + " " + rule.advice());
    }

    /// Returns the failure for a run that was stopped because it took longer than `limit`.
    public static Failure timedOut(QueryRun run, Duration limit) {
        return new QueryTimedOut("The query was still " + run.state() + " after " + limit.toMinutes()
                + " minutes and was stopped. " + named(run)
                + (run.state() == QueryRun.State.QUEUED
                        ? " It waited for other queries of the account; run the export when fewer run."
                        : " Read less (fewer columns, an eventTimeRange), or raise the deployment's setting "
                                + "athena.queryMinutes."));
    }

    private static Optional<Rule> rule(String reason, Stream<List<Rule>> tables) {
        return tables.flatMap(List::stream)
                .filter(r -> r.reason().matcher(reason).find())
                .findFirst();
    }

    private static Failure failure(Rule rule, QueryRun run, String verb) {
        String reason = run.reason().orElse("");
        return rule.failure()
                .apply("The query " + verb + ": " + sentence(reason) + excerpt(reason, run.sql()) + " " + named(run)
                        + " " + rule.advice());
    }

    private static Failure unknown(QueryRun run, String reason) {
        QueryRun.Category category =
                run.error().map(QueryRun.ErrorKind::category).orElse(QueryRun.Category.OTHER);
        String message = "The query failed: " + sentence(reason) + excerpt(reason, run.sql()) + " " + named(run) + " ";
        return switch (category) {
            case USER -> new InvalidQuery(message + CHECK_SQL);
            case SYSTEM -> new QueryFailed(message + "The fault is on Athena's side; run the export again.");
            case OTHER ->
                new QueryFailed(
                        message + "Look the query up in Athena's history for details, then run the export again.");
        };
    }

    private static String named(QueryRun run) {
        return "Query execution " + run.id()
                + run.error().map(e -> ", error type " + e.type()).orElse("") + ", work group " + run.workgroup() + ".";
    }

    private static String sentence(String reason) {
        String text = reason.strip();
        return text.isEmpty() || ".!?".indexOf(text.charAt(text.length() - 1)) < 0 ? text + "." : text;
    }

    /// Returns the part of the statement at the position that the reason names; empty if it names none.
    private static String excerpt(String reason, String sql) {
        Matcher position = POSITION.matcher(reason);
        if (!position.find()) {
            return "";
        }
        int line = Integer.parseInt(position.group(1)) - 1;
        int column = Integer.parseInt(position.group(2)) - 1;
        List<String> lines = sql.lines().toList();
        if (line < 0
                || line >= lines.size()
                || column < 0
                || column >= lines.get(line).length()) {
            return "";
        }
        return " There the query reads “" + Spelling.shorten(lines.get(line).substring(column), SHOWN_SQL) + "”.";
    }
}
