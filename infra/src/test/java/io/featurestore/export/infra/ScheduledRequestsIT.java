package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.export.infra.machine.ScheduledRequests;
import io.featurestore.export.infra.settings.InvalidSettingException;
import io.featurestore.export.infra.settings.SettingsFile;
import org.junit.jupiter.api.Test;

/// Checks requests of the settings with the jar that is deployed.
class ScheduledRequestsIT {
    @Test
    void takesRequestsWithPlaceholders() {
        assertThatNoException().isThrownBy(() -> check("everything.json", "{date}", "{date}/{scheduledTime}"));
        assertThatNoException().isThrownBy(() -> check("pipeline.json", "\"limit\": 10", "\"limit\": 1"));
    }

    @Test
    void listsEveryViolationOfEveryRequest() {
        assertThatThrownBy(() -> check(
                        "everything.json",
                        "\"featureGroupName\": \"customers\",",
                        "\"featureGroupName\": \"customers\", \"limit\": 0, \"formt\": \"csv\","))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("schedule 'nightly'")
                .hasMessageContaining("limit is 0")
                .hasMessageContaining("did you mean format?")
                .hasMessageEndingWith(".");
        assertThatThrownBy(() -> check("everything.json", "{date}", "{day}"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("{day}");
        assertThatThrownBy(() -> check("pipeline.json", "\"limit\": 10", "\"limit\": -1"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("pipeline.smokeRequest")
                .hasMessageContaining("limit is -1");
    }

    private static void check(String settings, String right, String wrong) {
        String json = SynthesizedApp.resource(settings);
        if (!json.contains(right)) {
            throw new AssertionError(right);
        }
        ScheduledRequests.check(SettingsFile.parse(json.replace(right, wrong)), SynthesizedApp.JAR);
    }
}
