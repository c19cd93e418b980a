package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Checks that the app can be deployed outside the partition `aws`: ARNs and host names of AWS GovCloud (US)
/// and of the regions in China have other parts
/// (docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
class PartitionIT {
    private static final String EVERYWHERE = "arn:aws:";

    @Test
    void theTemplateNamesNoPartition() throws IOException {
        assertThat(texts(SynthesizedApp.standard())).hasSize(1).noneMatch(text -> text.contains(EVERYWHERE));
        assertThat(Files.readString(SynthesizedApp.ROOT.resolve("statemachine/export.asl.json")))
                .doesNotContain(EVERYWHERE);
        assertThat(SynthesizedApp.resources(SynthesizedApp.standard().export(), "AWS::StepFunctions::StateMachine")
                        .values())
                .allMatch(machine -> machine.at("/DefinitionSubstitutions/Partition/Ref")
                        .asText()
                        .equals("AWS::Partition"));
    }

    @Test
    void chinaHasItsOwnPartitionAndHosts() throws IOException {
        SynthesizedApp china =
                SynthesizedApp.of("everything", "china", settings -> settings.replace("eu-central-1", "cn-north-1")
                        .replace(EVERYWHERE, "arn:aws-cn:")
                        .replaceAll("\"operationsKeyArn\": \"[^\"]+\"", "\"operationsKeyArn\": null"));

        assertThat(texts(china))
                .hasSize(1)
                .noneMatch(text -> text.contains(EVERYWHERE))
                .allMatch(text -> text.contains("arn:aws-cn:"));
        assertThat(SynthesizedApp.resources(china.export(), "AWS::KMS::Key").toString())
                .contains("logs.cn-north-1.")
                .doesNotContain("logs.cn-north-1.amazonaws.com\"");
    }

    @Test
    void thePipelineWorksInGovCloud() throws IOException {
        SynthesizedApp cloud =
                SynthesizedApp.of("pipeline", "govcloud", settings -> settings.replace("eu-central-1", "us-gov-west-1")
                        .replace(EVERYWHERE, "arn:aws-us-gov:"));

        assertThat(texts(cloud)).hasSize(3).noneMatch(text -> text.contains(EVERYWHERE));
        assertThat(cloud.template("Pipeline").toString())
                .contains(":iam::222222222222:role/exports-all-smoke-us-gov-west-1");
    }

    private static List<String> texts(SynthesizedApp app) throws IOException {
        List<Path> templates = app.files(".template.json");
        List<String> texts = new ArrayList<>();
        for (Path template : templates) {
            texts.add(Files.readString(template));
        }
        return texts;
    }
}
