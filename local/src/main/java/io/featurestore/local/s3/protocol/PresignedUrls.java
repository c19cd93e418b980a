package io.featurestore.local.s3.protocol;

import io.featurestore.local.http.ServiceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/// Checks presigned URLs of both versions of signatures. A URL is valid for one method, one key and a limited
/// time.
public final class PresignedUrls {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_SECONDS = 604_800;

    private PresignedUrls() {}

    /// Refuses a URL that has expired or was signed for another request.
    public static void check(S3Request request, Clock clock) {
        Optional<Instant> expiry = expiry(request);
        expiry.filter(clock.instant()::isAfter).ifPresent(end -> {
            throw new ServiceException(403, "AccessDenied", "Request has expired: the URL was good until " + end);
        });
        if (expiry.isPresent() && !Signature.of(request).isRight()) {
            throw new ServiceException(
                    403,
                    "SignatureDoesNotMatch",
                    "The URL was not signed for this method, key and time with the access key '" + Signature.KEY
                            + "' and its secret '" + Signature.KEY + "'");
        }
    }

    private static Optional<Instant> expiry(S3Request request) {
        if (request.has("X-Amz-Signature")) {
            return Optional.of(version4(request));
        }
        return request.has("Signature") ? Optional.of(version2(request)) : Optional.empty();
    }

    private static Instant version4(S3Request request) {
        try {
            int seconds = Integer.parseInt(request.parameter("X-Amz-Expires").orElse(""));
            if (seconds < 1 || seconds > MAX_SECONDS) {
                throw malformed("X-Amz-Expires is not 1 to " + MAX_SECONDS);
            }
            return DATE.parse(request.parameter("X-Amz-Date").orElse(""), Instant::from)
                    .plus(Duration.ofSeconds(seconds));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw malformed("X-Amz-Expires or X-Amz-Date is missing or malformed");
        }
    }

    private static Instant version2(S3Request request) {
        try {
            return Instant.ofEpochSecond(
                    Integer.parseInt(request.parameter("Expires").orElse("")));
        } catch (NumberFormatException e) {
            throw new ServiceException(403, "AccessDenied", "Expires is no time");
        }
    }

    private static ServiceException malformed(String message) {
        return new ServiceException(400, "AuthorizationQueryParametersError", message);
    }
}
