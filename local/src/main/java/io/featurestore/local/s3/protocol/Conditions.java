package io.featurestore.local.s3.protocol;

import io.featurestore.local.s3.model.ETags;
import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.storage.ObjectInfo;
import io.featurestore.local.s3.storage.Precondition;
import java.time.Instant;
import java.util.Optional;

/// Holds the conditions of a request on reading (RFC 9110, section 13.2.2) or on writing.
///
/// @param match `If-Match`
/// @param noneMatch `If-None-Match`
/// @param unmodifiedSince `If-Unmodified-Since`
/// @param modifiedSince `If-Modified-Since`
public record Conditions(
        Optional<ETags> match,
        Optional<ETags> noneMatch,
        Optional<Instant> unmodifiedSince,
        Optional<Instant> modifiedSince) {
    /// Parses the conditions whose header names begin with `start`.
    private static Conditions of(S3Request request, String start) {
        return new Conditions(
                request.header(start + "if-match").map(ETags::parse),
                request.header(start + "if-none-match").map(ETags::parse),
                request.header(start + "if-unmodified-since").flatMap(HttpDates::parse),
                request.header(start + "if-modified-since").flatMap(HttpDates::parse));
    }

    /// Returns the conditions on the object that is read.
    public static Conditions onReading(S3Request request) {
        return of(request, "");
    }

    /// Returns the conditions on the object that is copied.
    public static Conditions onSource(S3Request request) {
        return of(request, "x-amz-copy-source-");
    }

    /// Returns the condition on the object that is written or deleted.
    public static Precondition onTarget(S3Request request) {
        Optional<String> match = request.header("If-Match");
        Optional<String> noneMatch = request.header("If-None-Match");
        if (noneMatch.isPresent()) {
            if (match.isPresent() || !noneMatch.get().strip().equals("*")) {
                throw S3Errors.notImplemented("a write with another If-None-Match than *, or with If-Match too");
            }
            return new Precondition.Absent();
        }
        return match.<Precondition>map(m -> new Precondition.Matching(ETags.parse(m)))
                .orElseGet(Precondition.None::new);
    }

    public enum Outcome {
        /// All conditions hold.
        PROCEED,
        /// The client already has this content.
        NOT_MODIFIED
    }

    /// Checks the conditions on an object that is read; fails with 412 if a precondition does not hold.
    public Outcome check(ObjectInfo object) {
        Instant modified = HttpDates.seconds(object.lastModified());
        if (match.isPresent()) {
            if (!match.get().contain(object.etag())) {
                throw S3Errors.preconditionFailed("If-Match");
            }
        } else if (unmodifiedSince.filter(modified::isAfter).isPresent()) {
            throw S3Errors.preconditionFailed("If-Unmodified-Since");
        }
        boolean known = noneMatch.isPresent()
                ? noneMatch.get().contain(object.etag())
                : modifiedSince.filter(since -> !modified.isAfter(since)).isPresent();
        return known ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }

    /// Checks the conditions on the source of a copy; fails with 412 if one does not hold.
    public void checkSource(ObjectInfo source) {
        if (check(source) == Outcome.NOT_MODIFIED) {
            throw S3Errors.preconditionFailed("x-amz-copy-source-if-none-match or -if-modified-since");
        }
    }
}
