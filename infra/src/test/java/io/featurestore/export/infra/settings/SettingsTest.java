package io.featurestore.export.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.export.infra.cdk.LogRetention;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @Test
    void readsTheRepositorysOwnSettings() {
        assertThat(SettingsFile.read(Path.of("settings.json")).stackName()).isNotEmpty();
    }

    @Test
    void leavesOutWhatIsNull() throws Exception {
        Settings settings = SettingsFile.parse(text("standard.json"));
        assertThat(settings.environment()).isEmpty();
        assertThat(settings.pipeline()).isEmpty();
        assertThat(settings.schedules()).isEmpty();
        assertThat(settings.api())
                .hasValueSatisfying(api -> assertThat(api.authorization()).isEqualTo(Settings.Authorization.IAM));
    }

    /// Each line replaces a valid value with an invalid one, and names the setting that the message must
    /// contain.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"stackName\": \"exports-all\" | \"stackName\": \"9 lives\" | stackName",
                "\"partners-{account}\", | \"*\", | outputBuckets",
                "\"prefix\": \"fraud/\" | \"prefix\": \"fraud\" | outputBuckets.prefix",
                "\"prefix\": \"fraud/\" | \"prefix\": \"../\" | outputBuckets.prefix",
                "\"prefix\": \"fraud/\" | \"prefix\": \"fraud*/\" | outputBuckets.prefix",
                "\"prefix\": \"fraud/\", | `` | outputBuckets",
                "\"account\": \"222222222222\" | \"account\": \"2\" | outputBuckets.account",
                "\"name\": \"teams\" | \"name\": null | outputBuckets.name",
                "key/teams\" | alias/teams\" | outputBuckets.keyArn",
                "\"partners-{account}\", | \"teams\", | account",
                "\"data/\", \"account\": null | \"data/\", \"account\": \"222222222222\" | exportBucket.account",
                "\"workBucket\": null | \"workBucket\": {\"name\": \"w-1\", \"prefix\": \"x/\", \"account\": null, \"keyArn\": null} | workBucket.prefix",
                "\"workBucket\": null | \"workBucket\": \"partners-111111111111\" | outputBuckets",
                "\"overwriteForeign\": false, | `` | overwriteForeign",
                "\"logRetentionDays\": 90 | \"logRetentionDays\": 91 | logRetentionDays",
                "\"logRetentionDays\": 90 | \"logRetentionDays\": \"x\" | logRetentionDays",
                "\"logRetentionDays\": 90, | `` | logRetentionDays",
                "\"logRetentionDays\": 90 | \"logRetention\": 90 | logRetention",
                "\"111122223333/shared\" | \"*\" | offlineStore.databases",
                "\"111122223333/shared\" | \"1111/shared\" | offlineStore.databases",
                "[\"customers\", \"orders-*\", \"111122223333/Partners\"] | [\"*\"] | offlineStore.featureGroups",
                "[\"customers\", \"orders-*\", \"111122223333/Partners\"] | [] | offlineStore.featureGroups",
                "\"scanLimitBytes\": 10000000 | \"scanLimitBytes\": 5 | athena.scanLimitBytes",
                "\"queryMinutes\": 300 | \"queryMinutes\": 301 | athena.queryMinutes",
                "\"queryMinutes\": 300 | \"queryMinutes\": 0 | athena.queryMinutes",
                "\"unloadFromBytes\": null | \"unloadFromBytes\": -1 | athena.unloadFromBytes",
                "\"authorization\": \"API_KEY\" | \"authorization\": \"NONE\" | api.authorization",
                "\"authorization\": \"API_KEY\" | \"authorization\": \"COGNITO\" | api.userPoolArn",
                "cron(0 3 * * ? *) | cron(0 3 * *) | schedules.expression",
                "Europe/Berlin | Europe/Bonn | schedules.timeZone",
                "\"retries\": 3 | \"retries\": 186 | schedules.retries",
                "\"featureGroupName\": \"customers\", | `` | schedules.request",
                "\"topic\": true | \"topic\": false | notifications.emails",
                "\"team1\" | \"Team 1\" | platform.bootstrapQualifier",
                "policy/platform/Boundary | role/platform/Boundary | platform.permissionsBoundaryArn",
                "\"owner\": \"features\" | \"aws:owner\": \"features\" | platform.tags",
                "\"owner\": \"features\" | \"owner\": \"a;b\" | platform.tags.owner",
                "[\"sg-0123456789abcdef0\"] | [] | platform.network.securityGroupIds",
                "\"subnet-0123456789abcdef0\" | \"vpc-0123456789abcdef0\" | platform.network.subnetIds",
                "key/operations | alias/operations | platform.operationsKeyArn",
                "/features/exports | features/ | platform.logGroupPrefix",
                "\"exports\": 5 | \"exports\": 0 | concurrency.exports",
                "\"chunks\": 200 | \"chunks\": 10001 | concurrency.chunks",
                "\"reserved\": 300 | \"reserved\": 199 | concurrency.reserved",
                "\"canary\" | \"allAtOnce\" | deployment.percentage",
                "\"canary\" | \"slowly\" | deployment.type",
                "\"percentage\": 20 | \"percentage\": 100 | deployment.percentage",
                "\"intervalMinutes\": 60 | \"intervalMinutes\": null | deployment.intervalMinutes",
                "\"versioned\": false | \"versioned\": true | exports.oldVersionDays",
                "\"expireAfterDays\": 30 | \"expireAfterDays\": 0 | exports.expireAfterDays",
                "\"dailyScanAlarmBytes\": 20000000 | \"dailyScanAlarmBytes\": 1 | athena.dailyScanAlarmBytes",
                "\"API_KEY\" | \"IAM\" | api.requestsPerDay",
                "\"requestsPerDay\": 100 | \"requestsPerDay\": 0 | api.requestsPerDay",
                "\"name\": \"nightly\" | \"name\": \"a-name-of-53-characters-that-is-too-long-with-the-stack\" | schedules.name",
                "\"topicArn\": null | \"topicArn\": \"arn:aws:sns:eu-central-1:111111111111:a\" | notifications.topicArn",
                "\"topicArn\": null | \"topicArn\": \"arn:aws:sns:eu-central-1:111111111111:a.fifo\" | notifications.topicArn",
                "key/catalog | alias/catalog | offlineStore.catalogKeyArn",
                "key/executions | alias/executions | executionKeyArn",
                "[\"vpce-0123456789abcdef0\"] | [] | api.vpcEndpointIds",
                "[\"vpce-0123456789abcdef0\"] | [\"vpc-1\"] | api.vpcEndpointIds",
                "\"PRIVATE\" | \"REGIONAL\" | api.vpcEndpointIds",
                "\"PRIVATE\" | \"EDGE\" | api.endpoint",
                "\"SET_ACCOUNT_ROLE\" | \"SOMETIMES\" | api.logging",
                ":regional/webacl | :global/webacl | api.webAclArn",
                "\"pipeline\": null | \"pipeline\": {} | pipeline"
            })
    void refusesAWrongSettingWithASentenceThatNamesIt(String right, String wrong, String setting) throws Exception {
        String json = text("everything.json");
        assertThat(json).contains(right);
        assertThatThrownBy(() -> SettingsFile.parse(json.replace(right, wrong)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(setting)
                .hasMessageEndingWith(".");
    }

    /// The numbers are those of
    /// docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html.
    @ParameterizedTest
    @ValueSource(
            ints = {
                1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
            })
    void takesEveryRetentionPeriodOfCloudWatchLogs(int days) throws Exception {
        String json = text("everything.json").replace("\"logRetentionDays\": 90", "\"logRetentionDays\": " + days);
        assertThat(LogRetention.of(SettingsFile.parse(json).logRetentionDays())).isNotNull();
    }

    @Test
    void takesAScheduleWhoseFullNameHas64Characters() throws Exception {
        String json = text("everything.json").replace("\"nightly\"", "\"" + "n".repeat(52) + "\"");
        assertThat(SettingsFile.parse(json).schedules().getFirst().nameIn("exports-all"))
                .hasSize(64);
    }

    @Test
    void readsABucketByNameOrWithPrefixAccountAndKey() throws Exception {
        Settings settings = SettingsFile.parse(text("everything.json"));
        assertThat(settings.outputBuckets())
                .containsExactly(
                        new Settings.Bucket(Optional.of("partners-{account}"), "", Optional.empty(), Optional.empty()),
                        new Settings.Bucket(
                                Optional.of("teams"),
                                "fraud/",
                                Optional.of("222222222222"),
                                Optional.of("arn:aws:kms:eu-central-1:222222222222:key/teams")));
    }

    /// A place for outputs may share the bucket of the work folders if it does not overlap them.
    @ParameterizedTest
    @CsvSource({"'', false", "work/, false", "work/exports/, false", "exports/, true", "works/, true"})
    void keepsPlacesForOutputsApartFromTheWorkFolders(String prefix, boolean apart) throws Exception {
        String json = text("standard.json")
                .replace("\"workBucket\": null", "\"workBucket\": \"one\"")
                .replace(
                        "\"exportBucket\": null",
                        "\"exportBucket\": {\"name\": \"one\", \"prefix\": \"" + prefix
                                + "\", \"account\": null, \"keyArn\": null}");
        if (apart) {
            assertThat(SettingsFile.parse(json).exportBucket()).isPresent();
        } else {
            assertThatThrownBy(() -> SettingsFile.parse(json))
                    .hasMessageContaining("exportBucket is 'one/" + prefix + "'")
                    .hasMessageContaining("apart from the work folders");
        }
    }

    @Test
    void refusesMoreBucketsThanAFunctionsEnvironmentCanName() throws Exception {
        String buckets = IntStream.range(0, 40)
                .mapToObj(i -> "\"a-bucket-with-a-rather-long-name-" + i + "\"")
                .collect(Collectors.joining(", "));
        String json = text("standard.json").replace("\"outputBuckets\": []", "\"outputBuckets\": [" + buckets + "]");
        assertThatThrownBy(() -> SettingsFile.parse(json)).hasMessageContaining("bytes of a function's environment");
    }

    @Test
    void refusesAPipelineWithoutAPlaceOfItsOwn() throws Exception {
        String json = text("pipeline.json").replaceAll("\"environment\": \\{[^}]*}", "\"environment\": null");
        assertThatThrownBy(() -> SettingsFile.parse(json)).hasMessageContaining("environment");
    }

    @Test
    void refusesAPipelineThatWouldReachAnotherPartition() throws Exception {
        String json = text("pipeline.json");
        assertThatThrownBy(() -> SettingsFile.parse(
                        json.replaceFirst("(?s)(\"production\".*?\"region\": )\"eu-central-1\"", "$1\"cn-north-1\"")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("pipeline")
                .hasMessageContaining("'cn-north-1'")
                .hasMessageContaining("partition");
        assertThat(SettingsFile.parse(json.replace("\"eu-central-1\"", "\"us-gov-west-1\""))
                        .pipeline())
                .isPresent();
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> SettingsFile.read(Path.of("nowhere.json")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("nowhere.json");
    }

    private static String text(String name) throws Exception {
        return Files.readString(
                Path.of("src/test/resources/io/featurestore/export/infra", name), StandardCharsets.UTF_8);
    }
}
