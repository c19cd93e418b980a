package io.featurestore.steps;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.featurestore.store.objects.S3Uri;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Holds what the deployment says about buckets: where outputs may lie, who owns a bucket, and which key
/// encrypts its objects. A deployment gives the rules to every function in the environment variable {@value
/// #VARIABLE}. Functions that run elsewhere, such as in the embedded services, have no rules. They may then
/// write to any bucket.
///
/// @param account the account that owns every bucket for which no other is named; empty if owners are not
///     checked
/// @param places the places that the deployment names
/// @param overwriteForeign whether `overwrite` may replace an object that no export wrote
public record BucketRules(Optional<String> account, List<Place> places, boolean overwriteForeign) {
    /// The name of the environment variable, and of the system property that takes precedence over it.
    public static final String VARIABLE = "EXPORT_BUCKETS";

    /// No rules.
    public static final BucketRules NONE = new BucketRules(Optional.empty(), List.of(), false);

    /// Names the uses of a place.
    public enum Use {
        /// Outputs of requests that name none, and outputs that requests name.
        EXPORT(true, false),
        /// Outputs that requests name, and results of queries.
        OUTPUT(true, true),
        /// Work folders.
        WORK(false, false),
        /// Files of offline stores.
        SOURCE(false, false);

        private final boolean takesOutputs;
        private final boolean takesQueryResults;

        Use(boolean takesOutputs, boolean takesQueryResults) {
            this.takesOutputs = takesOutputs;
            this.takesQueryResults = takesQueryResults;
        }
    }

    /// Describes a bucket, or the objects below a prefix of it.
    ///
    /// @param use what it is for
    /// @param uri the bucket and the prefix
    /// @param account the account that owns the bucket; empty means [BucketRules#account]
    /// @param keyArn the KMS key with which objects are written; empty leaves the encryption to the bucket
    public record Place(Use use, S3Uri uri, Optional<String> account, Optional<String> keyArn) {
        /// Refuses a place that is no prefix.
        public Place {
            if (!uri.isPrefix()) {
                throw new IllegalArgumentException("place " + uri + " is not a prefix");
            }
        }

        private boolean holds(S3Uri other) {
            return uri.bucket().equals(other.bucket()) && other.key().startsWith(uri.key());
        }
    }

    /// Makes the list immutable.
    public BucketRules {
        places = List.copyOf(places);
    }

    /// Returns the rules of this process.
    ///
    /// @throws IllegalStateException if the variable holds anything else than rules
    public static BucketRules ofEnvironment() {
        return Stream.of(System.getProperty(VARIABLE), System.getenv(VARIABLE))
                .filter(text -> text != null && !text.isEmpty())
                .findFirst()
                .map(BucketRules::parse)
                .orElse(NONE);
    }

    /// Reads rules from JSON.
    ///
    /// @throws IllegalStateException if the text holds anything else than rules
    public static BucketRules parse(String json) {
        try {
            return Json.MAPPER.readValue(json, BucketRules.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "The rules for buckets, which " + VARIABLE + " holds, cannot be read: " + e.getOriginalMessage(),
                    e);
        }
    }

    /// Returns the account that must own a bucket; empty if its owner is not checked.
    public Optional<String> owner(String bucket) {
        return places.stream()
                .filter(place -> place.uri().bucket().equals(bucket))
                .flatMap(place -> place.account().stream())
                .findFirst()
                .or(() -> account);
    }

    /// Returns the KMS key with which an object, or the objects below a prefix, are written; empty leaves the
    /// encryption to the bucket. Of several places that hold the object, the one with the longest prefix
    /// decides.
    public Optional<String> keyArn(S3Uri uri) {
        return places.stream()
                .filter(place -> place.holds(uri))
                .max(Comparator.comparingInt(place -> place.uri().key().length()))
                .flatMap(Place::keyArn);
    }

    /// Returns whether an output, or a file beside it, may lie at the URI.
    public boolean mayHoldOutput(S3Uri uri) {
        return places.isEmpty() || outputs().anyMatch(place -> place.holds(uri));
    }

    /// Returns whether the result of a query may lie below the URI.
    public boolean mayHoldQueryResult(S3Uri uri) {
        return places.isEmpty()
                || places.stream()
                        .filter(place -> place.use().takesQueryResults)
                        .anyMatch(place -> place.holds(uri));
    }

    /// Returns the places for outputs, as URIs of prefixes.
    public List<String> outputPlaces() {
        return outputs().map(place -> place.uri().toString()).toList();
    }

    /// Returns the places for results of queries, as URIs of prefixes.
    public List<String> queryResultPlaces() {
        return places.stream()
                .filter(place -> place.use().takesQueryResults)
                .map(place -> place.uri().toString())
                .toList();
    }

    /// Returns the prefix of the place for requests that name no output. It is empty or ends in `/`.
    public String exportPrefix() {
        return places.stream()
                .filter(place -> place.use() == Use.EXPORT)
                .map(place -> place.uri().key())
                .findFirst()
                .orElse("");
    }

    private Stream<Place> outputs() {
        return places.stream().filter(place -> place.use().takesOutputs);
    }
}
