package io.featurestore.export.infra.settings;

import io.featurestore.export.infra.settings.Settings.Bucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Checks the settings about buckets.
final class BucketCheck {
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9]|\\{account}|\\{region})([a-z0-9.-]|\\{account}|\\{region}){1,60}"
                    + "([a-z0-9]|\\{account}|\\{region})");
    /// Segments of letters, digits and characters that need no escape in an ARN, each with a slash after it.
    private static final Pattern PREFIX = Pattern.compile("([a-zA-Z0-9!_.()'=-]+/)*");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    /// The prefix of work folders.
    private static final String WORK = "work/";
    /// The most bytes of a function's environment
    /// (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), less what the functions' other
    /// variables take.
    private static final int MOST_BYTES = 4_096 - 700;
    /// The length of what the variable says about a bucket beside its name, prefix, account and key.
    private static final int BYTES_A_BUCKET = 60;
    private static final int LONGEST_NAME = 63;

    private BucketCheck() {}

    static void check(Settings s) {
        s.exportBucket().ifPresent(bucket -> bucket("exportBucket", bucket, false));
        s.workBucket().ifPresent(bucket -> bucket("workBucket", bucket, false));
        s.workBucket()
                .ifPresent(bucket -> demand(
                        bucket.prefix().isEmpty(),
                        "workBucket.prefix",
                        bucket.prefix(),
                        "empty, as work folders lie below " + WORK));
        s.outputBuckets().forEach(bucket -> bucket("outputBuckets", bucket, true));
        s.offlineStore().buckets().forEach(bucket -> bucket("offlineStore.buckets", bucket, true));
        apartFromWork(s);
        owners(s);
        size(s);
    }

    private static void bucket(String setting, Bucket bucket, boolean named) {
        demand(!named || bucket.name().isPresent(), setting + ".name", "null", "the name of a bucket");
        bucket.name()
                .ifPresent(name -> matches(
                        setting, name, NAME, "the name of a bucket, in which {account} and {region} may stand"));
        matches(
                setting + ".prefix",
                bucket.prefix(),
                PREFIX,
                "empty, or folders such as teams/fraud/, which end in / and consist of letters, digits and !_.()'=-");
        demand(
                !bucket.prefix().contains("./"),
                setting + ".prefix",
                bucket.prefix(),
                "without folders whose names end in a dot");
        bucket.account().ifPresent(account -> matches(setting + ".account", account, ACCOUNT, "twelve digits"));
        demand(
                bucket.name().isPresent() || bucket.account().isEmpty(),
                setting + ".account",
                bucket.account().orElse("absent"),
                "null where the stack creates the bucket");
        bucket.keyArn().ifPresent(arn -> matches(setting + ".keyArn", arn, SettingsCheck.KEY, "the ARN of a KMS key"));
    }

    /// Refuses places for outputs that overlap the work folders: an output there could pass for what an
    /// export says about itself.
    private static void apartFromWork(Settings s) {
        Optional<String> work = s.workBucket().flatMap(Bucket::name).map(name -> named(s, name));
        if (work.isEmpty()) {
            return;
        }
        s.exportBucket().ifPresent(bucket -> apart(s, "exportBucket", bucket, work.get()));
        s.outputBuckets().forEach(bucket -> apart(s, "outputBuckets", bucket, work.get()));
    }

    /// Returns a name with account and region, if they are known.
    private static String named(Settings s, String name) {
        return s.environment()
                .map(env -> name.replace("{account}", env.account()).replace("{region}", env.region()))
                .orElse(name);
    }

    private static void apart(Settings s, String setting, Bucket bucket, String work) {
        boolean overlaps =
                bucket.name().map(name -> named(s, name)).filter(work::equals).isPresent()
                        && (bucket.prefix().startsWith(WORK) || WORK.startsWith(bucket.prefix()));
        demand(
                !overlaps,
                setting,
                bucket.name().orElse("") + "/" + bucket.prefix(),
                "apart from the work folders, which lie below " + WORK
                        + " in workBucket: name another bucket or a prefix");
    }

    /// Refuses a bucket that is said to belong to two accounts.
    private static void owners(Settings s) {
        Map<String, Optional<String>> owners = new HashMap<>();
        for (Bucket bucket : all(s)) {
            bucket.name().ifPresent(name -> {
                Optional<String> other = owners.putIfAbsent(name, bucket.account());
                demand(
                        other == null || other.equals(bucket.account()),
                        "account",
                        bucket.account().orElse("null"),
                        "the same wherever the bucket " + name + " is named");
            });
        }
    }

    private static List<Bucket> all(Settings s) {
        List<Bucket> all = new ArrayList<>(s.exportBucket().stream().toList());
        s.workBucket().ifPresent(all::add);
        all.addAll(s.outputBuckets());
        all.addAll(s.offlineStore().buckets());
        return all;
    }

    /// Refuses more buckets than the environment of a function can name.
    private static void size(Settings s) {
        int bytes = all(s).stream()
                .mapToInt(bucket -> BYTES_A_BUCKET
                        + bucket.name().map(String::length).orElse(LONGEST_NAME)
                        + bucket.prefix().length()
                        + bucket.account().map(String::length).orElse(0)
                        + bucket.keyArn().or(s::dataKeyArn).map(String::length).orElse(0))
                .sum();
        demand(
                bytes <= MOST_BYTES,
                "outputBuckets",
                "a list that takes " + bytes + " bytes",
                "shorter: all buckets together may take " + MOST_BYTES
                        + " bytes of a function's environment. Name fewer places, or shorter ones");
    }

    private static void matches(String setting, String value, Pattern pattern, String wanted) {
        demand(pattern.matcher(value).matches(), setting, value, wanted);
    }

    private static void demand(boolean holds, String setting, Object value, String wanted) {
        if (!holds) {
            throw new InvalidSettingException(
                    "The setting " + setting + " is '" + value + "', but must be " + wanted + ".");
        }
    }
}
