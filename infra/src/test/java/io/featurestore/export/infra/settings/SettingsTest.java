package io.featurestore.export.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "[\"customers\", \"orders-*\", \"111122223333/partners\"] | [\"*\"] | offlineStore.featureGroups",
                "[\"customers\", \"orders-*\", \"111122223333/partners\"] | [] | offlineStore.featureGroups",
                "\"scanLimitBytes\": 10000000 | \"scanLimitBytes\": 5 | athena.scanLimitBytes",
                "\"queryMinutes\": 300 | \"queryMinutes\": 301 | athena.queryMinutes",
                "\"queryMinutes\": 300 | \"queryMinutes\": 0 | athena.queryMinutes",
                "\"authorization\": \"API_KEY\" | \"authorization\": \"NONE\" | api.authorization",
                "\"authorization\": \"API_KEY\" | \"authorization\": \"COGNITO\" | api.userPoolArn",
                "cron(0 3 * * ? *) | cron(0 3 * *) | schedules.expression",
                "Europe/Berlin | Europe/Bonn | schedules.timeZone",
                "\"retries\": 3 | \"retries\": 186 | schedules.retries",
                "\"featureGroupName\": \"customers\", | `` | schedules.request",
                "\"topic\": true | \"topic\": false | notifications.emails",
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
