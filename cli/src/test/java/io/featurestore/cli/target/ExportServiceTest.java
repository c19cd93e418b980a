package io.featurestore.cli.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

class ExportServiceTest {
    private static final String MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:m";

    /// A stack's output is the ARN of the alias.
    @ParameterizedTest
    @ValueSource(strings = {"", ":live", ":7"})
    void takesAMachineAnAliasOrAVersion(String qualifier) {
        assertThat(ExportService.region(MACHINE + qualifier)).contains(Region.EU_WEST_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MACHINE + ":live:more",
                "arn:aws:states:eu-west-1:111122223333:execution:m:name",
                "arn:aws:states::111122223333:stateMachine:m",
                "m"
            })
    void refusesAnotherArn(String arn) {
        assertThat(ExportService.region(arn)).isEmpty();
    }
}
