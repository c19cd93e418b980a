package io.featurestore.export.infra.settings;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks the settings. It refuses with one sentence what the services would only refuse in the middle of a
/// deployment.
final class SettingsCheck {
    private static final Pattern STACK = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]{0,39}");
    static final Pattern KEY =
            Pattern.compile("arn:aws[a-z-]*:kms:([a-z0-9-]+|\\{region}):([0-9]{12}|\\{account}):key/[a-zA-Z0-9-]+");
    private static final Pattern USER_POOL =
            Pattern.compile("arn:aws[a-z-]*:cognito-idp:[a-z0-9-]+:[0-9]{12}:userpool/[a-zA-Z0-9_-]+");
    private static final Pattern CONNECTION = Pattern.compile(
            "arn:aws[a-z-]*:(codestar-connections|codeconnections):[a-z0-9-]+:[0-9]{12}:connection/[a-zA-Z0-9-]+");
    private static final Pattern DATABASE = Pattern.compile("([0-9]{12}/)?[a-zA-Z0-9_-]{1,255}");
    private static final Pattern FEATURE_GROUP = Pattern.compile("([0-9]{12}/)?[a-zA-Z0-9][a-zA-Z0-9_*-]{0,63}");
    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]{1,256}");
    private static final Pattern VPC_ENDPOINT = Pattern.compile("vpce-[0-9a-f]{8,17}");
    private static final Pattern WEB_ACL =
            Pattern.compile("arn:aws[a-z-]*:wafv2:[a-z0-9-]+:[0-9]{12}:regional/webacl/[a-zA-Z0-9_-]+/[a-f0-9-]+");
    private static final Pattern WORKGROUP = Pattern.compile("[a-zA-Z0-9._-]{1,128}");
    private static final Pattern SCHEDULE = Pattern.compile("[0-9a-zA-Z-_.]{1,64}");
    /// The longest name of a schedule
    /// (docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html).
    private static final int LONGEST_SCHEDULE = 64;
    private static final Pattern EXPRESSION =
            Pattern.compile("cron\\(([^ ()]+ ){5}[^ ()]+\\)|rate\\([1-9][0-9]* (minutes?|hours?|days?)\\)");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern REPOSITORY = Pattern.compile("[^/\\s]+/[^/\\s]+");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]");
    private static final Pattern SPECIAL_REGION = Pattern.compile("(cn|us-gov|us-iso[a-z]?|eu-isoe)-");
    /// Retention periods
    /// (docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html).
    private static final Set<Integer> RETENTIONS = Set.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);
    /// The lowest scan limit of a work group, in bytes
    /// (docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html).
    private static final long LEAST_SCAN = 10_000_000;
    private static final int MOST_RETRIES = 185;
    /// Athena's quota 'DML query timeout' is at most 240 minutes, without the time in the queue
    /// (docs.aws.amazon.com/athena/latest/ug/service-limits.html).
    private static final int MOST_QUERY_MINUTES = 300;

    private SettingsCheck() {}

    static void check(Settings s) {
        matches("stackName", s.stackName(), STACK, "a letter, then letters, digits and hyphens, 40 at most");
        s.environment().ifPresent(env -> environment("environment", env));
        BucketCheck.check(s);
        s.dataKeyArn().ifPresent(arn -> matches("dataKeyArn", arn, KEY, "the ARN of a KMS key"));
        s.executionKeyArn().ifPresent(arn -> matches("executionKeyArn", arn, KEY, "the ARN of a KMS key"));
        demand(
                RETENTIONS.contains(s.logRetentionDays()),
                "logRetentionDays",
                s.logRetentionDays(),
                "one of " + RETENTIONS.stream().sorted().toList());
        PlatformCheck.check(s);
        offlineStore(s.offlineStore());
        demand(
                s.athena().scanLimitBytes() >= LEAST_SCAN,
                "athena.scanLimitBytes",
                s.athena().scanLimitBytes(),
                LEAST_SCAN + " or more");
        demand(
                s.athena().dailyScanAlarmBytes() >= s.athena().scanLimitBytes(),
                "athena.dailyScanAlarmBytes",
                s.athena().dailyScanAlarmBytes(),
                "at least athena.scanLimitBytes, the limit of one query");
        int queryMinutes = s.athena().queryMinutes();
        demand(
                queryMinutes >= 1 && queryMinutes <= MOST_QUERY_MINUTES,
                "athena.queryMinutes",
                queryMinutes,
                "1 to " + MOST_QUERY_MINUTES);
        s.athena()
                .unloadFromBytes()
                .ifPresent(bytes ->
                        demand(bytes >= 0, "athena.unloadFromBytes", bytes, "0 or more, or null to use SELECT alone"));
        s.athena()
                .otherWorkgroups()
                .forEach(name -> matches("athena.otherWorkgroups", name, WORKGROUP, "the name of a work group"));
        s.api().ifPresent(SettingsCheck::api);
        schedules(s.stackName(), s.schedules());
        s.notifications()
                .topicArn()
                .ifPresent(arn -> matches("notifications.topicArn", arn, TOPIC, "the ARN of a standard SNS topic"));
        demand(
                s.notifications().topicArn().isEmpty() || !s.notifications().topic(),
                "notifications.topicArn",
                s.notifications().topicArn().orElse(""),
                "null where notifications.topic is true, as only one topic is used");
        s.notifications().emails().forEach(email -> matches("notifications.emails", email, EMAIL, "an address"));
        demand(
                s.notifications().topic() || s.notifications().emails().isEmpty(),
                "notifications.emails",
                s.notifications().emails(),
                "empty where notifications.topic is false");
        s.pipeline().ifPresent(pipeline -> {
            demand(s.environment().isPresent(), "environment", "absent", "given where there is a pipeline");
            pipeline(pipeline, s.environment().orElseThrow());
        });
    }

    private static void offlineStore(Settings.OfflineStore store) {
        notEmpty("offlineStore.buckets", store.buckets());
        store.keyArns().forEach(arn -> matches("offlineStore.keyArns", arn, KEY, "the ARN of a KMS key"));
        store.catalogKeyArn().ifPresent(arn -> matches("offlineStore.catalogKeyArn", arn, KEY, "the ARN of a KMS key"));
        notEmpty("offlineStore.databases", store.databases());
        store.databases()
                .forEach(name -> matches("offlineStore.databases", name, DATABASE, "the name of a Glue database"));
        notEmpty("offlineStore.featureGroups", store.featureGroups());
        store.featureGroups()
                .forEach(name -> matches(
                        "offlineStore.featureGroups",
                        name,
                        FEATURE_GROUP,
                        "the name of a feature group, which begins with a letter or a digit"));
    }

    private static void api(Settings.HttpApi api) {
        demand(api.requestsPerSecond() >= 1, "api.requestsPerSecond", api.requestsPerSecond(), "1 or more");
        demand(api.burst() >= 1, "api.burst", api.burst(), "1 or more");
        boolean cognito = api.authorization() == Settings.Authorization.COGNITO;
        demand(
                cognito == api.userPoolArn().isPresent(),
                "api.userPoolArn",
                api.userPoolArn().orElse("absent"),
                "given where api.authorization is COGNITO, and only there");
        api.userPoolArn().ifPresent(arn -> matches("api.userPoolArn", arn, USER_POOL, "the ARN of a user pool"));
        api.requestsPerDay().ifPresent(requests -> {
            demand(
                    api.authorization() == Settings.Authorization.API_KEY,
                    "api.requestsPerDay",
                    requests,
                    "null unless api.authorization is API_KEY: API Gateway counts the requests of keys alone");
            demand(requests >= 1, "api.requestsPerDay", requests, "1 or more");
        });
        boolean internal = api.endpoint() == Settings.Endpoint.PRIVATE;
        demand(
                internal != api.vpcEndpointIds().isEmpty(),
                "api.vpcEndpointIds",
                api.vpcEndpointIds(),
                "given where api.endpoint is PRIVATE, and empty elsewhere");
        api.vpcEndpointIds()
                .forEach(id -> matches("api.vpcEndpointIds", id, VPC_ENDPOINT, "the ID of a VPC endpoint (vpce-…)"));
        api.webAclArn()
                .ifPresent(arn -> matches("api.webAclArn", arn, WEB_ACL, "the ARN of a regional web ACL of WAF"));
    }

    private static void schedules(String stackName, List<Settings.Schedule> schedules) {
        Set<String> names = new HashSet<>();
        for (Settings.Schedule schedule : schedules) {
            matches("schedules.name", schedule.name(), SCHEDULE, "letters, digits, hyphens, dots and _, 64 at most");
            String full = schedule.nameIn(stackName);
            demand(
                    full.length() <= LONGEST_SCHEDULE,
                    "schedules.name",
                    schedule.name(),
                    "shorter: the schedule is named '" + full + "', which has " + full.length() + " characters, and "
                            + LONGEST_SCHEDULE + " is the maximum");
            demand(names.add(schedule.name()), "schedules.name", schedule.name(), "unique");
            matches(
                    "schedules.expression",
                    schedule.expression(),
                    EXPRESSION,
                    "cron(minutes hours day month weekday year) or rate(number unit)");
            demand(
                    zone(schedule.timeZone()).isPresent(),
                    "schedules.timeZone",
                    schedule.timeZone(),
                    "a time zone such as Europe/Berlin");
            demand(
                    schedule.retries() >= 0 && schedule.retries() <= MOST_RETRIES,
                    "schedules.retries",
                    schedule.retries(),
                    "0 to " + MOST_RETRIES);
            request("schedules.request", schedule.request().has("featureGroupName"), schedule.request());
        }
    }

    private static void pipeline(Settings.Pipeline pipeline, Settings.Env environment) {
        matches("pipeline.connectionArn", pipeline.connectionArn(), CONNECTION, "the ARN of a connection");
        matches("pipeline.repository", pipeline.repository(), REPOSITORY, "owner/name");
        demand(!pipeline.branch().isBlank(), "pipeline.branch", pipeline.branch(), "the name of a branch");
        environment("pipeline.firstStage", pipeline.firstStage());
        environment("pipeline.production", pipeline.production());
        demand(
                !pipeline.firstStage().equals(pipeline.production()),
                "pipeline.production",
                pipeline.production(),
                "another account or region than pipeline.firstStage");
        for (Settings.Env stage : List.of(pipeline.firstStage(), pipeline.production())) {
            demand(
                    partition(stage).equals(partition(environment)),
                    "pipeline",
                    stage.region(),
                    "in the partition of the environment's region " + environment.region()
                            + ", because roles cannot be assumed across partitions");
        }
        request("pipeline.smokeRequest", pipeline.smokeRequest().has("featureGroupName"), pipeline.smokeRequest());
    }

    private static void request(String setting, boolean named, Object value) {
        demand(named, setting, value, "an export request, with a featureGroupName");
    }

    private static void environment(String setting, Settings.Env env) {
        matches(setting + ".account", env.account(), ACCOUNT, "twelve digits");
        matches(setting + ".region", env.region(), REGION, "a region such as eu-central-1");
    }

    /// Returns what the regions of a partition begin with: `cn`, `us-gov`, `us-iso` or `us-isob`, or nothing
    /// (docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
    private static String partition(Settings.Env env) {
        Matcher special = SPECIAL_REGION.matcher(env.region());
        return special.lookingAt() ? special.group(1) : "";
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name))
                    .filter(zone -> ZoneId.getAvailableZoneIds().contains(zone.getId()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static void notEmpty(String setting, List<?> values) {
        demand(!values.isEmpty(), setting, values, "not empty: roles name what they may read");
    }

    static void matches(String setting, String value, Pattern pattern, String wanted) {
        demand(pattern.matcher(value).matches(), setting, value, wanted);
    }

    static void demand(boolean holds, String setting, Object value, String wanted) {
        if (!holds) {
            throw new InvalidSettingException(
                    "The setting " + setting + " is '" + value + "', but must be " + wanted + ".");
        }
    }
}
