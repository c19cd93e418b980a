package io.featurestore.cli.target;

import io.featurestore.cli.console.SignInFailure;
import io.featurestore.cli.console.Texts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/// Gets AWS credentials from the first place that is configured, in the order of the SDK's default chain:
/// system properties, environment variables, a web identity token, a profile, the role of a container, the
/// role of an EC2 instance (docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html).
///
/// If the configured place fails, the SDK's chain tries the remaining ones, reports the failures of all of
/// them, and may end with an identity that the user did not choose. This class reports the failure of the
/// configured place. The modules `sso`, `ssooidc`, `sts` and `signin` of the SDK serve the profiles of IAM
/// Identity Center, assumed roles, web identities and `aws login`.
final class SignIn implements AwsCredentialsProvider {
    private static final List<String> CREDENTIALS_OF_A_PROFILE = List.of(
            ProfileProperty.AWS_ACCESS_KEY_ID,
            ProfileProperty.ROLE_ARN,
            ProfileProperty.CREDENTIAL_PROCESS,
            ProfileProperty.SSO_ACCOUNT_ID,
            ProfileProperty.SSO_START_URL,
            ProfileProperty.SSO_ROLE_NAME,
            ProfileProperty.LOGIN_SESSION,
            SignInReason.SSO_SESSION);

    private final AwsCredentialsProvider provider;
    private final SignInReason reason;

    private SignIn(AwsCredentialsProvider provider, SignInReason reason) {
        this.provider = provider;
        this.reason = reason;
    }

    /// Finds the place of the credentials. It calls no service.
    ///
    /// @throws SignInFailure if the selected profile does not exist
    static SignIn find() {
        ProfileFile profiles = ProfileFile.defaultProfileFile();
        Optional<String> selected = UserProfile.selected();
        String name = UserProfile.name();
        if (System.getProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property()) != null) {
            return new SignIn(
                    SystemPropertyCredentialsProvider.create(), SignInReason.at("signin.properties", profiles, name));
        }
        if (isSet(SdkSystemSetting.AWS_ACCESS_KEY_ID)) {
            return new SignIn(
                    EnvironmentVariableCredentialsProvider.create(),
                    SignInReason.at("signin.environment", profiles, name));
        }
        if (isSet(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE)) {
            return new SignIn(
                    WebIdentityTokenFileCredentialsProvider.create(),
                    SignInReason.at("signin.webIdentity", profiles, name));
        }
        Optional<Profile> profile = profiles.profile(name);
        if (profile.filter(SignIn::hasCredentials).isPresent()) {
            return new SignIn(
                    ProfileCredentialsProvider.builder()
                            .profileFile(profiles)
                            .profileName(name)
                            .build(),
                    SignInReason.ofProfile(profiles, profile.get()));
        }
        if (selected.isPresent() && profile.isEmpty()) {
            throw UserProfile.missing(name, profiles);
        }
        if (isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)
                || isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI)) {
            return new SignIn(
                    ContainerCredentialsProvider.builder().build(),
                    SignInReason.at("signin.container", profiles, name));
        }
        return new SignIn(InstanceProfileCredentialsProvider.create(), SignInReason.nowhere(profiles, name));
    }

    private static boolean isSet(SdkSystemSetting setting) {
        return setting.getStringValue().filter(v -> !v.isBlank()).isPresent();
    }

    private static boolean hasCredentials(Profile profile) {
        return CREDENTIALS_OF_A_PROFILE.stream().anyMatch(profile.properties()::containsKey);
    }

    /// Returns the credentials, which the SDK refreshes before they expire.
    ///
    /// @throws SignInFailure if there are none; its message has the reason and what to do
    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return provider.resolveCredentials();
        } catch (RuntimeException e) {
            // The SDK reports mistakes of a profile as IllegalArgumentException and IllegalStateException.
            throw new SignInFailure(reason.of(e), e);
        }
    }

    /// Names the profile that the user selected, and the files with all of them.
    static final class UserProfile {
        private static final String DEFAULT = "default";

        private UserProfile() {}

        /// Returns the profile that `AWS_PROFILE` names; empty if it names none.
        static Optional<String> selected() {
            return Stream.of(
                            Optional.ofNullable(System.getProperty("aws.profile")),
                            Optional.ofNullable(System.getenv("AWS_PROFILE")))
                    .flatMap(Optional::stream)
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .findFirst();
        }

        static String name() {
            return selected().orElse(DEFAULT);
        }

        private static SignInFailure missing(String name, ProfileFile profiles) {
            String known = String.join(
                    ", ", profiles.profiles().keySet().stream().sorted().toList());
            String text = known.isEmpty()
                    ? Texts.text("reason.profiles.none", name)
                    : Texts.text("reason.profile.missing", name, known);
            return new SignInFailure(text, new IllegalArgumentException(name));
        }
    }
}
