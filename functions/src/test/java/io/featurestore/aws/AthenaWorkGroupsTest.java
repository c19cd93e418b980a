package io.featurestore.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.Internal;
import io.featurestore.steps.query.WorkGroup;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.athena.AthenaClient;

class AthenaWorkGroupsTest {
    private static final WorkGroup PLAIN = new WorkGroup(
            "g", true, "Athena engine version 3", false, false, false, Optional.empty(), false, OptionalLong.empty());

    private final CannedService service = new CannedService();
    private final AthenaWorkGroups groups = new AthenaWorkGroups(() -> service.client(AthenaClient.builder()));

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void readsAPlainGroup() {
        assertThat(group("", "")).isEqualTo(PLAIN);
        assertThat(service.asked().getFirst().body().toString()).isEqualTo("{\"WorkGroup\":\"g\"}");
    }

    @Test
    void readsEverySetting() {
        WorkGroup group = group("\"State\": \"DISABLED\", ", """
                , "EnforceWorkGroupConfiguration": true, "BytesScannedCutoffPerQuery": 10000000,
                "ManagedQueryResultsConfiguration": {"Enabled": true},
                "IdentityCenterConfiguration": {"EnableIdentityCenter": true},
                "ResultConfiguration": {"OutputLocation": "s3://b/p",
                 "EncryptionConfiguration": {"EncryptionOption": "CSE_KMS", "KmsKey": "k"}}""");
        assertThat(group)
                .isEqualTo(new WorkGroup(
                        "g",
                        false,
                        "Athena engine version 3",
                        true,
                        true,
                        true,
                        Optional.of("s3://b/p"),
                        true,
                        OptionalLong.of(10_000_000)));
    }

    /// A setting that a query may override does not bind an export, which names its own.
    @ParameterizedTest
    @CsvSource({"false, false, false", "true, false, true", "false, true, true", "true, true, true"})
    void demandsEncryptionOnlyWhereItIsEnforced(boolean enforced, boolean least, boolean demanded) {
        assertThat(group("", """
                        , "EnforceWorkGroupConfiguration": %s, "EnableMinimumEncryptionConfiguration": %s,
                        "ResultConfiguration": {"EncryptionConfiguration": {"EncryptionOption": "CSE_KMS"}}""".formatted(enforced, least)).clientSideEncryption())
                .isEqualTo(demanded);
    }

    @Test
    void knowsTheApplicationOfIdentityCenter() {
        assertThat(group("\"IdentityCenterApplicationArn\": \"arn:aws:sso::1:application/a\", ", "")
                        .identityCenter())
                .isTrue();
    }

    @Test
    void tellsAMissingGroupFromADeniedOne() {
        service.fails("InvalidRequestException", "WorkGroup g is not found.");
        assertThat(groups.find("g")).isEmpty();
        service.fails("AccessDeniedException", "no");
        assertThatThrownBy(() -> groups.find("g"))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("athena:GetWorkGroup on work group g");
        service.fails("InvalidRequestException", "something else");
        assertThatThrownBy(() -> groups.find("g")).isInstanceOf(Internal.class);
    }

    private WorkGroup group(String members, String configuration) {
        service.answers("""
                        {"WorkGroup": {%s"Name": "g", "Configuration": {
                         "EngineVersion": {"SelectedEngineVersion": "AUTO", "EffectiveEngineVersion": "Athena engine version 3"}%s}}}""".formatted(members, configuration));
        return groups.find("g").orElseThrow();
    }
}
