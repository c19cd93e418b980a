package io.featurestore.export.infra.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds the settings of a deployment. `infra/settings.json` contains them, and `infra/SETTINGS.md` explains
/// every field. [SettingsFile] reads them and [SettingsCheck] checks them. In names of buckets and keys,
/// `{account}` and `{region}` are replaced by the stack's.
///
/// @param stackName name of the stack and of the Athena work group
/// @param environment account and region; if empty, those of the caller's credentials
/// @param exportBucket bucket of exports without an `output`; if empty, a bucket is created
/// @param workBucket bucket of work prefixes; if empty, a bucket is created
/// @param outputBuckets other places that a request's `output` or `queryOutputLocation` may name
/// @param overwriteForeign whether a request with `overwrite` may replace an object that no export wrote
/// @param dataKeyArn KMS key of the export bucket and of the work bucket, unless they name their own; if
///     empty, the buckets decide
/// @param executionKeyArn KMS key of the state machine's definition and execution history; if empty, AWS owns
///     the key
/// @param deleteDataWithStack whether deleting the stack deletes the buckets
/// @param logRetentionDays number of days for which logs are kept
/// @param exports how long the created bucket keeps exports
/// @param platform what the platform demands of every stack
/// @param concurrency how much may run at the same time
/// @param deployment how new exports move to a new version
/// @param offlineStore the offline stores that may be read
/// @param athena the work group
/// @param api the HTTP API; if empty, there is none
/// @param schedules scheduled exports
/// @param notifications notifications about completed exports and alarms
/// @param pipeline the deployment pipeline; if empty, there is none
public record Settings(
        String stackName,
        Optional<Env> environment,
        Optional<Bucket> exportBucket,
        Optional<Bucket> workBucket,
        List<Bucket> outputBuckets,
        boolean overwriteForeign,
        Optional<String> dataKeyArn,
        Optional<String> executionKeyArn,
        boolean deleteDataWithStack,
        int logRetentionDays,
        Exports exports,
        Platform platform,
        Concurrency concurrency,
        Deployment deployment,
        OfflineStore offlineStore,
        AthenaLimits athena,
        Optional<HttpApi> api,
        List<Schedule> schedules,
        Notifications notifications,
        Optional<Pipeline> pipeline) {
    /// Holds the account and region of a stack.
    ///
    /// @param account twelve digits
    /// @param region such as `eu-central-1`
    public record Env(String account, String region) {}

    /// Names a bucket, or what lies below a prefix of it. In the file, a text is the name of a whole bucket
    /// of the stack's account.
    ///
    /// @param name the name; empty for a bucket that the stack creates
    /// @param prefix the prefix, which is empty or ends in `/`
    /// @param account the account that owns the bucket; empty means the stack's
    /// @param keyArn the KMS key of its objects; empty leaves the encryption to the bucket
    public record Bucket(Optional<String> name, String prefix, Optional<String> account, Optional<String> keyArn) {
        @JsonCreator
        public Bucket {}

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Bucket whole(String name) {
            return new Bucket(Optional.of(name), "", Optional.empty(), Optional.empty());
        }
    }

    /// Holds the life cycle of exports in the bucket that the stack creates.
    ///
    /// @param versioned whether a replaced or deleted export can be restored
    /// @param oldVersionDays days for which replaced and deleted exports are kept; only with `versioned`
    /// @param expireAfterDays days after which an export below `exports/` is deleted; if empty, never
    public record Exports(boolean versioned, Optional<Integer> oldVersionDays, Optional<Integer> expireAfterDays) {}

    /// Holds what the platform demands of every stack.
    ///
    /// @param bootstrapQualifier qualifier of the CDK bootstrap; if empty, the CDK's own
    /// @param permissionsBoundaryArn ARN of the managed policy that bounds every role; if empty, there is
    ///     none
    /// @param tags tags of every resource that can have some
    /// @param network subnets of the functions; if empty, the functions are in no VPC
    /// @param operationsKeyArn KMS key of logs, queue and topic; if empty, a key is created
    /// @param logGroupPrefix beginning of the names of log groups; if empty, CloudFormation names them
    public record Platform(
            Optional<String> bootstrapQualifier,
            Optional<String> permissionsBoundaryArn,
            Map<String, String> tags,
            Optional<Network> network,
            Optional<String> operationsKeyArn,
            Optional<String> logGroupPrefix) {}

    /// Names the network of the functions.
    ///
    /// @param subnetIds IDs of subnets of one VPC
    /// @param securityGroupIds IDs of security groups of the same VPC
    public record Network(List<String> subnetIds, List<String> securityGroupIds) {}

    /// Holds how much may run at the same time.
    ///
    /// @param exports number of exports
    /// @param chunks number of chunks of one export that are converted
    /// @param reserved reserved concurrency of each converter; if empty, they share the account's
    public record Concurrency(int exports, int chunks, Optional<Integer> reserved) {}

    /// Lists the ways in which new exports move to a new version.
    public enum DeploymentType {
        /// All new exports start with the new version.
        @JsonProperty("allAtOnce")
        ALL_AT_ONCE,
        /// A percentage of the new exports first, then all.
        @JsonProperty("canary")
        CANARY,
        /// A percentage more of the new exports after each interval.
        @JsonProperty("linear")
        LINEAR
    }

    /// Holds how new exports move to a new version.
    ///
    /// @param type the way
    /// @param percentage percentage of the new exports in each step; only with steps
    /// @param intervalMinutes minutes between two steps; only with steps
    public record Deployment(DeploymentType type, Optional<Integer> percentage, Optional<Integer> intervalMinutes) {}

    /// Names the offline stores that may be read.
    ///
    /// @param buckets buckets of the feature groups' offline stores
    /// @param keyArns KMS keys of those buckets
    /// @param catalogKeyArn KMS key of the Glue Data Catalog, if the catalog's metadata is encrypted with one
    /// @param databases Glue databases; `account/name` for one of another account's data catalog
    /// @param featureGroups names of feature groups; `*` inside a name stands for any characters, and
    ///     `account/name` is one of another account
    public record OfflineStore(
            List<Bucket> buckets,
            List<String> keyArns,
            Optional<String> catalogKeyArn,
            List<String> databases,
            List<String> featureGroups) {}

    /// Holds the settings of the Athena work group.
    ///
    /// @param scanLimitBytes limit in bytes; Athena cancels a query that scans more
    /// @param dailyScanAlarmBytes bytes; an alarm fires when the queries of a day scan as many
    /// @param queryMinutes the longest time of a query in minutes, with its time in Athena's queue
    /// @param unloadFromBytes the least size of a result in bytes that UNLOAD writes; empty if none
    /// @param otherWorkgroups work groups, beside the stack's own, that a request may name
    public record AthenaLimits(
            long scanLimitBytes,
            long dailyScanAlarmBytes,
            int queryMinutes,
            Optional<Long> unloadFromBytes,
            List<String> otherWorkgroups) {}

    /// Lists the ways to authenticate callers of the API.
    public enum Authorization {
        /// Requests that are signed with IAM credentials.
        IAM,
        /// Tokens of a Cognito user pool.
        COGNITO,
        /// A key in the header `x-api-key`.
        API_KEY
    }

    /// Lists where the API can be called from.
    public enum Endpoint {
        /// From the internet, at an endpoint of the region.
        REGIONAL,
        /// From the VPC endpoints in the settings only.
        PRIVATE
    }

    /// Lists the ways to write the API's access and execution logs. API Gateway writes logs to CloudWatch
    /// with one role for all APIs of an account and region.
    public enum ApiLogging {
        /// No logs.
        NONE,
        /// Logs that are written with the role that the account has already.
        ACCOUNT_ROLE,
        /// Logs, and a role for the whole account and region that replaces the role that it has.
        SET_ACCOUNT_ROLE
    }

    /// Holds the settings of the HTTP API.
    ///
    /// @param authorization how callers are authenticated
    /// @param userPoolArn the user pool, only for `COGNITO`
    /// @param requestsPerSecond steady rate of all callers together, in requests per second
    /// @param burst size of a burst, in requests
    /// @param requestsPerDay requests of a day that the API key allows; only for `API_KEY`
    /// @param endpoint where the API can be called from
    /// @param vpcEndpointIds VPC endpoints that may call the API, only for `PRIVATE`
    /// @param logging how access and execution logs are written
    /// @param webAclArn AWS WAF's web ACL in front of the API; if empty, there is none
    public record HttpApi(
            Authorization authorization,
            Optional<String> userPoolArn,
            int requestsPerSecond,
            int burst,
            Optional<Integer> requestsPerDay,
            Endpoint endpoint,
            List<String> vpcEndpointIds,
            ApiLogging logging,
            Optional<String> webAclArn) {}

    /// An export by the clock.
    ///
    /// @param name its name
    /// @param expression `cron(…)` or `rate(…)`
    /// @param timeZone such as `Europe/Berlin`
    /// @param retries tries after the first
    /// @param request the export request
    public record Schedule(String name, String expression, String timeZone, int retries, JsonNode request) {
        /// Returns the name that EventBridge Scheduler gets. It is unique in the account and region.
        public String nameIn(String stackName) {
            return stackName + "-" + name;
        }
    }

    /// Holds the settings of notifications.
    ///
    /// @param topic whether completions, failures and alarms go to a new SNS topic
    /// @param topicArn an existing SNS topic in place of a new one
    /// @param emails who is subscribed to the new topic
    public record Notifications(boolean topic, Optional<String> topicArn, List<String> emails) {}

    /// Holds the settings of the deployment pipeline.
    ///
    /// @param connectionArn ARN of the connection to the source's host
    /// @param repository `owner/name`
    /// @param branch the branch that is deployed
    /// @param firstStage account and region of the first stage, where a smoke export runs
    /// @param smokeRequest request of the smoke export
    /// @param production account and region of production, which is deployed after approval
    public record Pipeline(
            String connectionArn,
            String repository,
            String branch,
            Env firstStage,
            JsonNode smokeRequest,
            Env production) {}

    public Settings withEnvironment(Env env) {
        return new Settings(
                stackName,
                Optional.of(env),
                exportBucket,
                workBucket,
                outputBuckets,
                overwriteForeign,
                dataKeyArn,
                executionKeyArn,
                deleteDataWithStack,
                logRetentionDays,
                exports,
                platform,
                concurrency,
                deployment,
                offlineStore,
                athena,
                api,
                schedules,
                notifications,
                Optional.empty());
    }
}
