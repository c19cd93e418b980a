package io.featurestore.cli.target;

import io.featurestore.cli.console.Reasons;
import io.featurestore.cli.console.Texts;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/// Explains why credentials cannot be had from one place: what failed, the sentence of the SDK or the
/// service, and the command that signs in again where there is one.
///
/// @param place the place of the credentials, in words
/// @param found whether anything there says that it has credentials
/// @param login the command that signs in anew; empty if the place has none
record SignInReason(String place, boolean found, Optional<String> login) {
    static final String SSO_SESSION = "sso_session";

    /// The codes with which IAM Identity Center, its token service and STS refuse a sign-in that has expired.
    private static final Set<String> EXPIRED = Set.of(
            "UnauthorizedException",
            "InvalidGrantException",
            "ExpiredTokenException",
            "ExpiredToken",
            "InvalidClientException",
            "UnauthorizedClientException");

    /// The words of the SDK's own failures when the file of a token is missing or its token has expired.
    private static final Pattern EXPIRED_WORDS = Pattern.compile(
            "(?i)expired|re-?authenticate|NoSuchFileException|unable to load SSO token|token.*(not found|invalid)");

    static SignInReason at(String placeKey, ProfileFile profiles, String name) {
        return new SignInReason(
                Texts.text(placeKey), true, profiles.profile(name).flatMap(p -> login(profiles, p)));
    }

    static SignInReason ofProfile(ProfileFile profiles, Profile profile) {
        return new SignInReason(Texts.text("signin.profile", profile.name()), true, login(profiles, profile));
    }

    static SignInReason nowhere(ProfileFile profiles, String name) {
        return new SignInReason(
                profiles.profile(name).isPresent()
                        ? Texts.text("signin.profile.empty", name)
                        : Texts.text("signin.nowhere"),
                false,
                Optional.empty());
    }

    /// Returns the command that renews the sign-in of a profile. A role may take its credentials from another
    /// profile, and then that one is signed in.
    private static Optional<String> login(ProfileFile profiles, Profile profile) {
        Set<String> seen = new HashSet<>();
        Optional<Profile> next = Optional.of(profile);
        while (next.isPresent() && seen.add(next.get().name())) {
            Profile at = next.get();
            if (at.property(SSO_SESSION).isPresent()
                    || at.property(ProfileProperty.SSO_START_URL).isPresent()) {
                return Optional.of("aws sso login --profile " + quoted(at.name()));
            }
            if (at.property(ProfileProperty.LOGIN_SESSION).isPresent()) {
                return Optional.of("aws login --profile " + quoted(at.name()));
            }
            next = at.property(ProfileProperty.SOURCE_PROFILE).flatMap(profiles::profile);
        }
        return Optional.empty();
    }

    /// Quotes a name that a shell would not take as one word.
    private static String quoted(String name) {
        return name.matches("[A-Za-z0-9_.@/:+-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
    }

    /// Returns the explanation of a failure.
    String of(RuntimeException failure) {
        String said = sentence(failure);
        if (!found) {
            return Texts.text("reason.credentials", place, said);
        }
        return login.filter(_ -> hasExpired(failure))
                .map(command -> Texts.text("reason.signin.expired", place, command, said))
                .orElseGet(() -> Texts.text("reason.signin", place, said));
    }

    private static boolean hasExpired(Throwable failure) {
        return Reasons.causes(failure).stream()
                .anyMatch(e -> e instanceof AwsServiceException service
                        ? service.awsErrorDetails() != null
                                && EXPIRED.contains(
                                        String.valueOf(service.awsErrorDetails().errorCode()))
                        : EXPIRED_WORDS.matcher(e.toString()).find());
    }

    /// Returns the service's answer if a service refused, and otherwise what the SDK says.
    private static String sentence(Throwable failure) {
        return Reasons.causes(failure).stream()
                .filter(AwsServiceException.class::isInstance)
                .map(AwsServiceException.class::cast)
                .filter(e -> e.awsErrorDetails() != null)
                .findFirst()
                .map(e -> Texts.text(
                        "signin.refused",
                        e.awsErrorDetails().serviceName(),
                        message(e.awsErrorDetails().errorMessage(), e.statusCode()),
                        String.valueOf(e.awsErrorDetails().errorCode())))
                .orElseGet(() -> Texts.text("signin.says", firstLine(failure)));
    }

    private static String message(@Nullable String message, int status) {
        return message == null || message.isBlank() ? "HTTP " + status : stripped(message);
    }

    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return stripped(message.lines().findFirst().orElse(message));
    }

    private static String stripped(String sentence) {
        return sentence.strip().replaceFirst("\\.$", "");
    }
}
