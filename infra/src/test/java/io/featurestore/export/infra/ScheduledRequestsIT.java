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

    /// The name of a bucket that the stack creates is not known, so its requests are not checked for places.
    @Test
    void refusesAnOutputOutsideThePlacesIfTheirNamesAreKnown() {
        String known = SynthesizedApp.resource("everything.json")
                .replace("{\"name\": null, \"prefix\": \"data/\"", "{\"name\": \"exports\", \"prefix\": \"data/\"");
        String outside = known.replace("s3://partners-111111111111/", "s3://partners-222222222222/");
        assertThatNoException()
                .isThrownBy(() -> ScheduledRequests.check(SettingsFile.parse(known), SynthesizedApp.JAR));
        assertThatThrownBy(() -> ScheduledRequests.check(SettingsFile.parse(outside), SynthesizedApp.JAR))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("schedule 'nightly'")
                .hasMessageContaining("s3://partners-111111111111/");
    }

    private static void check(String settings, String right, String wrong) {
        String json = SynthesizedApp.resource(settings);
        if (!json.contains(right)) {
            throw new AssertionError(right);
        }
        ScheduledRequests.check(SettingsFile.parse(json.replace(right, wrong)), SynthesizedApp.JAR);
    }
}
