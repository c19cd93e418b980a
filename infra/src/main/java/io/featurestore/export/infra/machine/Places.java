package io.featurestore.export.infra.machine;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.ResourceArns;
import io.featurestore.export.infra.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/// Holds the places on S3 that the functions use, and makes grants for them. Every grant for S3 names the
/// account that owns the bucket, so that a bucket whose name another account took is refused
/// (docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, `aws:ResourceAccount`).
/// Every grant for a KMS key is limited to requests that S3 makes for the role.
public final class Places {
    /// Describes a bucket, or what lies below a prefix of it.
    ///
    /// @param use the use, by its name in the functions' `BucketRules`
    /// @param name the bucket's name
    /// @param arn the bucket's ARN
    /// @param prefix the prefix, which is empty or ends in `/`
    /// @param account the account that owns it; empty means the stack's
    /// @param keyArn the KMS key of its objects; empty if the bucket decides
    record Place(
            String use, String name, String arn, String prefix, Optional<String> account, Optional<String> keyArn) {
        /// Returns the ARN of everything in it.
        String objects() {
            return arn + "/" + prefix + "*";
        }
    }

    private final Place exports;
    private final Place work;
    private final List<Place> others;
    private final List<Place> sources;
    private final boolean overwriteForeign;
    private final String account;
    private final String s3;

    public Places(Construct scope, Settings settings, Storage storage) {
        ResourceArns arns = new ResourceArns(scope);
        Stack stack = Stack.of(scope);
        account = stack.getAccount();
        s3 = arns.endpoint("s3");
        exports = own("EXPORT", storage.exports(), settings.exportBucket(), "", settings.dataKeyArn(), arns);
        work = own("WORK", storage.work(), settings.workBucket(), "work/", settings.dataKeyArn(), arns);
        others = settings.outputBuckets().stream()
                .map(bucket -> place("OUTPUT", bucket, arns))
                .toList();
        sources = settings.offlineStore().buckets().stream()
                .map(bucket -> place("SOURCE", bucket, arns))
                .toList();
        overwriteForeign = settings.overwriteForeign();
    }

    private static Place own(
            String use,
            IBucket bucket,
            Optional<Settings.Bucket> setting,
            String prefix,
            Optional<String> defaultKey,
            ResourceArns arns) {
        return new Place(
                use,
                bucket.getBucketName(),
                bucket.getBucketArn(),
                setting.map(Settings.Bucket::prefix).orElse("") + prefix,
                setting.flatMap(Settings.Bucket::account),
                setting.flatMap(Settings.Bucket::keyArn).or(() -> defaultKey).map(arns::named));
    }

    private static Place place(String use, Settings.Bucket bucket, ResourceArns arns) {
        String name = bucket.name().orElseThrow();
        return new Place(
                use,
                arns.named(name),
                arns.bucket(name),
                bucket.prefix(),
                bucket.account(),
                bucket.keyArn().map(arns::named));
    }

    List<Place> work() {
        return List.of(work);
    }

    /// Returns the places for outputs.
    List<Place> outputs() {
        return with(List.of(exports), others);
    }

    /// Returns the places for results of queries.
    List<Place> results() {
        return with(List.of(work), others);
    }

    /// Returns the places for everything that an export writes.
    List<Place> all() {
        return with(List.of(work), outputs());
    }

    /// Returns the places of offline stores.
    List<Place> sources() {
        return sources;
    }

    private static List<Place> with(List<Place> some, List<Place> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /// Returns the grants of actions on the objects of places.
    List<Grant> objects(List<String> actions, List<Place> places) {
        return byAccount(actions, places, true);
    }

    /// Returns the grants of actions on documents of the work folders, by their names.
    List<Grant> workDocuments(List<String> actions, List<String> names) {
        List<String> documents =
                names.stream().map(name -> work.objects() + "/" + name).toList();
        return List.of(new Grant(actions, documents).where("aws:ResourceAccount", workAccount()));
    }

    /// Returns the grants of actions on the buckets of places. They are not limited to a prefix: with a
    /// condition on the prefix of a listing, S3 would answer 403 in place of 404 for an object that does not
    /// exist.
    List<Grant> buckets(List<String> actions, List<Place> places) {
        return byAccount(actions, places, false);
    }

    private List<Grant> byAccount(List<String> actions, List<Place> places, boolean objects) {
        Map<String, List<String>> resources = new LinkedHashMap<>();
        for (Place place : places) {
            List<String> ofAccount = resources.computeIfAbsent(place.account().orElse(account), _ -> new ArrayList<>());
            String resource = objects ? place.objects() : place.arn();
            if (!ofAccount.contains(resource)) {
                ofAccount.add(resource);
            }
        }
        return resources.entrySet().stream()
                .map(owned -> new Grant(actions, owned.getValue()).where("aws:ResourceAccount", owned.getKey()))
                .toList();
    }

    /// Returns the grants of actions on the keys of places, for requests that S3 makes.
    List<Grant> keys(List<String> actions, List<Place> places) {
        return keyed(
                actions,
                places.stream()
                        .flatMap(place -> place.keyArn().stream())
                        .distinct()
                        .toList());
    }

    /// Returns the grants of actions on keys, for requests that S3 makes.
    List<Grant> keyed(List<String> actions, Collection<String> keyArns) {
        return keyArns.stream()
                .map(arn -> Grant.of(actions, arn).where("kms:ViaService", s3))
                .toList();
    }

    /// Returns the key with which results of queries in the work bucket are written.
    Optional<String> workKey() {
        return work.keyArn();
    }

    /// Returns the account that owns the work bucket.
    String workAccount() {
        return work.account().orElse(account);
    }

    /// Returns the value of the variable from which the functions read these places, as `BucketRules` does.
    String variable() {
        ObjectNode rules = new JsonMapper().createObjectNode().put("account", account);
        ArrayNode places = rules.putArray("places");
        with(all(), sources).forEach(place -> {
            ObjectNode node = places.addObject()
                    .put("use", place.use())
                    .put("uri", "s3://" + place.name() + "/" + place.prefix());
            place.account().ifPresent(owner -> node.put("account", owner));
            place.keyArn().ifPresent(arn -> node.put("keyArn", arn));
        });
        rules.put("overwriteForeign", overwriteForeign);
        return rules.toString();
    }
}
