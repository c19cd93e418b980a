package io.featurestore.cli.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Describes exceptions of the file system and of the AWS SDK in words for the user.
public final class Reasons {
    /// The codes of docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html and of S3's list of error
    /// codes for a caller who lacks a permission.
    private static final Set<String> DENIED =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AllAccessDisabled");
    /// The codes for temporary credentials whose time is over.
    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired");
    /// The codes for an access key that AWS does not know.
    private static final Set<String> UNKNOWN_KEY = Set.of(
            "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "InvalidToken", "AuthFailure");
    /// The codes for a request whose time is not AWS's. The SDK corrects the time by the answer and tries
    /// again, so they reach the user only if that failed.
    private static final Set<String> SKEWED = Set.of("RequestTimeTooSkewed", "RequestInTheFuture");

    private static final int MOST_CAUSES = 20;

    private Reasons() {}

    /// Returns the reason why a file could not be read or written.
    public static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> Texts.text("reason.denied");
            case NoSuchFileException f -> Texts.text("reason.none", f.getFile());
            case NotDirectoryException f -> Texts.text("reason.not.folder", f.getFile());
            // Creating a folder fails this way when a file of that name exists.
            case FileAlreadyExistsException f -> Texts.text("reason.not.folder", f.getFile());
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /// Returns the reason why a call of AWS failed: the service's answer, or why the service was not reached.
    public static String of(SdkException e) {
        Optional<SignInFailure> signIn = causes(e).stream()
                .filter(SignInFailure.class::isInstance)
                .map(SignInFailure.class::cast)
                .findFirst();
        if (signIn.isPresent()) {
            return String.valueOf(signIn.get().getMessage());
        }
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            return refusal(service);
        }
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Unable to load region")) {
            return Texts.text("reason.region");
        }
        return Texts.text("reason.unreachable", message.lines().findFirst().orElse(message));
    }

    /// Returns an exception and its causes.
    public static List<Throwable> causes(Throwable e) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable next = e; next != null && causes.size() < MOST_CAUSES; next = next.getCause()) {
            causes.add(next);
        }
        return causes;
    }

    private static String refusal(AwsServiceException e) {
        String answer = e.awsErrorDetails().errorMessage();
        String code = e.awsErrorDetails().errorCode();
        String message = answer == null || answer.isBlank() ? "HTTP " + e.statusCode() : answer;
        if (code == null || code.isBlank()) {
            return Texts.text("reason.refused", message);
        }
        String refused = Texts.text("reason.refused.code", message.strip().replaceFirst("\\.$", ""), code);
        if (isSkewed(code, message)) {
            return Texts.text("reason.clock", refused, now(), serverTime(e).orElse("?"));
        }
        if (EXPIRED.contains(code)) {
            return Texts.text("reason.expired", refused);
        }
        if (UNKNOWN_KEY.contains(code)) {
            return Texts.text("reason.unknown.key", refused);
        }
        if (DENIED.contains(code)) {
            return Texts.text("reason.access", refused);
        }
        if (code.equals("StateMachineDoesNotExist")) {
            return Texts.text("reason.machine", refused);
        }
        return Texts.text("reason.refused.code", message, code);
    }

    /// Returns whether a signature was refused for its time. Step Functions and CloudFormation say so in the
    /// message only.
    private static boolean isSkewed(String code, String message) {
        String words = message.toLowerCase(Locale.ROOT);
        return SKEWED.contains(code)
                || words.contains("signature expired")
                || words.contains("signature not yet current")
                || words.contains("is now later than");
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Optional<String> serverTime(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails().sdkHttpResponse()).flatMap(r -> r.firstMatchingHeader("Date"));
    }
}
