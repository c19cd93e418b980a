package io.featurestore.export.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.export.infra.cdk.LogRetention;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /// Each line replaces a valid value with an invalid one, and names the setting that the message must contain.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"stackName\": \"exports-all\" | \"stackName\": \"9 lives\" | stackName",
                "\"outputBuckets\": [\"partners-{account}\"] | \"outputBuckets\": [\"*\"] | outputBuckets",
                "\"logRetentionDays\": 90 | \"logRetentionDays\": 91 | logRetentionDays",
                "\"logRetentionDays\": 90 | \"logRetentionDays\": \"x\" | logRetentionDays",
                "\"logRetentionDays\": 90, | `` | logRetentionDays",
                "\"logRetentionDays\": 90 | \"logRetention\": 90 | logRetention",
                "\"111122223333/shared\" | \"*\" | offlineStore.databases",
                "\"111122223333/shared\" | \"1111/shared\" | offlineStore.databases",
                "[\"customers\", \"orders-*\", \"111122223333/Partners\"] | [\"*\"] | offlineStore.featureGroups",
                "[\"customers\", \"orders-*\", \"111122223333/Partners\"] | [] | offlineStore.featureGroups",
                "\"scanLimitBytes\": 10000000 | \"scanLimitBytes\": 5 | athena.scanLimitBytes",
                "\"authorization\": \"API_KEY\" | \"authorization\": \"NONE\" | api.authorization",
                "\"authorization\": \"API_KEY\" | \"authorization\": \"COGNITO\" | api.userPoolArn",
                "cron(0 3 * * ? *) | cron(0 3 * *) | schedules.expression",
                "Europe/Berlin | Europe/Bonn | schedules.timeZone",
                "\"retries\": 3 | \"retries\": 186 | schedules.retries",
                "\"featureGroupName\": \"customers\", | `` | schedules.request",
                "\"topic\": true | \"topic\": false | notifications.emails",
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

    /// The numbers are those of docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html.
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
        assertThat(SettingsFile.parse(json).schedules().getFirst().nameIn("exports-all")).hasSize(64);
    }

    @Test
    void refusesAPipelineWithoutAPlaceOfItsOwn() throws Exception {
        String json = text("pipeline.json").replaceAll("\"environment\": \\{[^}]*}", "\"environment\": null");
        assertThatThrownBy(() -> SettingsFile.parse(json)).hasMessageContaining("environment");
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
