package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Checks the app of infra/settings.json. The pipeline runs this test alone if only the settings changed.
class OwnSettingsIT {
    @Test
    void theDeployedAppHasNoOpenFinding() {
        assertThat(SynthesizedApp.own().findings()).isEmpty();
        assertThat(SynthesizedApp.own().files(".template.json")).isNotEmpty();
    }
}
