package io.featurestore.export.infra.settings;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a deployment may choose. {@code infra/settings.json} holds it, {@code infra/SETTINGS.md} explains every field;
 * {@link SettingsFile} reads it, {@link SettingsCheck} has checked it. In names of buckets and keys, {@code {account}} and {@code {region}} stand for those
 * of the stack.
 *
 * @param stackName the stack's name, and the Athena work group's
 * @param environment account and region; absent: those of the caller's credentials
 * @param exportBucket the bucket of exports without an {@code output}; absent: one is made
 * @param workBucket the bucket of work prefixes; absent: one is made
 * @param outputBuckets other buckets that a request's {@code output} or {@code queryOutputLocation} may name
 * @param dataKeyArn the KMS key of the buckets; absent: keys that S3 manages
 * @param deleteDataWithStack whether the buckets go with the stack
 * @param logRetentionDays days that logs are kept
 * @param offlineStore what may be read
 * @param athena the work group
 * @param api the HTTP API; absent: none
 * @param schedules exports by the clock
 * @param notifications who is told
 * @param pipeline the deploy pipeline; absent: none
 */
public record Settings(String stackName, Optional<Env> environment, Optional<String> exportBucket,
        Optional<String> workBucket, List<String> outputBuckets, Optional<String> dataKeyArn,
        boolean deleteDataWithStack, int logRetentionDays, OfflineStore offlineStore, AthenaLimits athena,
        Optional<HttpApi> api, List<Schedule> schedules, Notifications notifications, Optional<Pipeline> pipeline) {
    /**
     * Where a stack goes.
     *
     * @param account twelve digits
     * @param region such as {@code eu-central-1}
     */
    public record Env(String account, String region) {}

    /**
     * The offline store, by name.
     *
     * @param buckets buckets of the feature groups' offline stores
     * @param keyArns KMS keys of those buckets
     * @param databases Glue databases
     * @param featureGroups names of feature groups; {@code *} inside a name stands for any characters
     */
    public record OfflineStore(List<String> buckets, List<String> keyArns, List<String> databases,
            List<String> featureGroups) {}

    /**
     * The Athena work group.
     *
     * @param scanLimitBytes a query that scans more is cancelled
     * @param otherWorkgroups work groups, beside the stack's own, that a request may name
     */
    public record AthenaLimits(long scanLimitBytes, List<String> otherWorkgroups) {}

    /** How callers of the API prove who they are. */
    public enum Authorization {
        /** Signed requests of IAM. */
        IAM,
        /** Tokens of a Cognito user pool. */
        COGNITO,
        /** A key in the header {@code x-api-key}. */
        API_KEY
    }

    /**
     * The HTTP API.
     *
     * @param authorization how callers prove who they are
     * @param userPoolArn the user pool, for {@code COGNITO} alone
     * @param requestsPerSecond steady rate of all callers together
     * @param burst requests at once
     */
    public record HttpApi(Authorization authorization, Optional<String> userPoolArn, int requestsPerSecond,
            int burst) {}

    /**
     * An export by the clock.
     *
     * @param name its name
     * @param expression {@code cron(…)} or {@code rate(…)}
     * @param timeZone such as {@code Europe/Berlin}
     * @param retries tries after the first
     * @param request the export request
     */
    public record Schedule(String name, String expression, String timeZone, int retries, JsonNode request) {}

    /**
     * Who is told.
     *
     * @param topic whether completions, failures and alarms also go to an SNS topic
     * @param emails who is subscribed to it
     */
    public record Notifications(boolean topic, List<String> emails) {}

    /**
     * The deploy pipeline.
     *
     * @param connectionArn connection to the source's host
     * @param repository {@code owner/name}
     * @param branch the branch that is deployed
     * @param firstStage where it is deployed and tried first
     * @param smokeRequest the export that must succeed there
     * @param production where it is deployed after approval
     */
    public record Pipeline(String connectionArn, String repository, String branch, Env firstStage,
            JsonNode smokeRequest, Env production) {}

    public Settings withEnvironment(Env env) {
        return new Settings(stackName, Optional.of(env), exportBucket, workBucket, outputBuckets, dataKeyArn,
                deleteDataWithStack, logRetentionDays, offlineStore, athena, api, schedules, notifications,
                Optional.empty());
    }
}
