package io.featurestore.export.infra.settings;

import static io.featurestore.export.infra.settings.SettingsCheck.demand;
import static io.featurestore.export.infra.settings.SettingsCheck.matches;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Checks the settings about the platform, about what runs at the same time, about deployments and about the
/// life cycle of exports.
final class PlatformCheck {
    private static final Pattern QUALIFIER = Pattern.compile("[a-z0-9]{1,10}");
    private static final Pattern POLICY =
            Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}|\\{account}|aws):policy/[a-zA-Z0-9+=,.@_/-]+");
    private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]{8,17}");
    private static final Pattern SECURITY_GROUP = Pattern.compile("sg-[0-9a-f]{8,17}");
    private static final Pattern LOG_PREFIX = Pattern.compile("(/[a-zA-Z0-9_.#-]+)+");
    /// docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*");
    private static final int MOST_TAGS = 50;
    /// docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    private static final int MOST_SUBNETS = 16;
    private static final int MOST_SECURITY_GROUPS = 5;
    /// Child executions that a Distributed Map runs at the same time
    /// (docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html).
    private static final int MOST_CHUNKS = 10_000;
    /// Minutes between two steps
    /// (AWS CloudFormation, AWS::StepFunctions::StateMachineAlias DeploymentPreference).
    private static final int LONGEST_INTERVAL = 2_100;

    private PlatformCheck() {}

    static void check(Settings s) {
        platform(s.platform());
        concurrency(s.concurrency());
        deployment(s.deployment());
        exports(s.exports());
    }

    private static void platform(Settings.Platform platform) {
        platform.bootstrapQualifier()
                .ifPresent(name -> matches(
                        "platform.bootstrapQualifier", name, QUALIFIER, "1 to 10 lower-case letters and digits"));
        platform.permissionsBoundaryArn()
                .ifPresent(arn ->
                        matches("platform.permissionsBoundaryArn", arn, POLICY, "the ARN of a managed policy of IAM"));
        platform.operationsKeyArn()
                .ifPresent(arn -> matches("platform.operationsKeyArn", arn, SettingsCheck.KEY, "the ARN of a KMS key"));
        platform.logGroupPrefix()
                .ifPresent(prefix -> matches(
                        "platform.logGroupPrefix",
                        prefix,
                        LOG_PREFIX,
                        "names with a / before each, such as /team/exports"));
        demand(platform.tags().size() <= MOST_TAGS, "platform.tags", platform.tags(), MOST_TAGS + " tags at most");
        platform.tags().forEach(PlatformCheck::tag);
        platform.network().ifPresent(PlatformCheck::network);
    }

    private static void tag(String key, String value) {
        demand(
                TAG.matcher(key).matches()
                        && !key.isEmpty()
                        && key.length() <= 128
                        && !key.toLowerCase(Locale.ROOT).startsWith("aws:"),
                "platform.tags",
                key,
                "a key of 1 to 128 letters, digits, spaces and _.:/=+@-, which does not begin with aws:");
        demand(
                TAG.matcher(value).matches() && value.length() <= 256,
                "platform.tags." + key,
                value,
                "a value of at most 256 letters, digits, spaces and _.:/=+@-");
    }

    private static void network(Settings.Network network) {
        count("platform.network.subnetIds", network.subnetIds().size(), MOST_SUBNETS);
        count("platform.network.securityGroupIds", network.securityGroupIds().size(), MOST_SECURITY_GROUPS);
        network.subnetIds().forEach(id -> matches("platform.network.subnetIds", id, SUBNET, "the ID of a subnet"));
        network.securityGroupIds()
                .forEach(id ->
                        matches("platform.network.securityGroupIds", id, SECURITY_GROUP, "the ID of a security group"));
    }

    private static void count(String setting, int count, int most) {
        demand(count >= 1 && count <= most, setting, count + " IDs", "1 to " + most + " IDs");
    }

    private static void concurrency(Settings.Concurrency concurrency) {
        range("concurrency.exports", concurrency.exports(), 1, MOST_CHUNKS);
        range("concurrency.chunks", concurrency.chunks(), 1, MOST_CHUNKS);
        concurrency
                .reserved()
                .ifPresent(reserved -> demand(
                        reserved >= concurrency.chunks(),
                        "concurrency.reserved",
                        reserved,
                        "at least concurrency.chunks, as Lambda would refuse the calls of one export otherwise"));
    }

    private static void deployment(Settings.Deployment deployment) {
        boolean steps = deployment.type() != Settings.DeploymentType.ALL_AT_ONCE;
        present("deployment.percentage", deployment.percentage(), steps);
        present("deployment.intervalMinutes", deployment.intervalMinutes(), steps);
        deployment.percentage().ifPresent(percent -> range("deployment.percentage", percent, 1, 99));
        deployment
                .intervalMinutes()
                .ifPresent(minutes -> range("deployment.intervalMinutes", minutes, 1, LONGEST_INTERVAL));
    }

    private static void present(String setting, Optional<Integer> value, boolean wanted) {
        demand(
                value.isPresent() == wanted,
                setting,
                value.map(String::valueOf).orElse("absent"),
                "given where deployment.type is canary or linear, and only there");
    }

    private static void exports(Settings.Exports exports) {
        demand(
                exports.versioned() == exports.oldVersionDays().isPresent(),
                "exports.oldVersionDays",
                exports.oldVersionDays().map(String::valueOf).orElse("absent"),
                "given where exports.versioned is true, and only there");
        exports.oldVersionDays().ifPresent(days -> range("exports.oldVersionDays", days, 1, Integer.MAX_VALUE));
        exports.expireAfterDays().ifPresent(days -> range("exports.expireAfterDays", days, 1, Integer.MAX_VALUE));
    }

    private static void range(String setting, int value, int least, int most) {
        demand(
                value >= least && value <= most,
                setting,
                value,
                most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most);
    }
}
