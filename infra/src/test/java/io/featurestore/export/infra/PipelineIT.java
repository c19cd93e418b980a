package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class PipelineIT {
    @Test
    void deploysByWayOfASmokeExportAndAnApproval() {
        SynthesizedApp app = SynthesizedApp.of("pipeline");
        JsonNode template = app.template("Pipeline");
        JsonNode stages = SynthesizedApp.resources(template, "AWS::CodePipeline::Pipeline")
                .values()
                .iterator()
                .next()
                .path("Stages");

        assertThat(names(stages)).containsExactly("Source", "Build", "UpdatePipeline", "Assets", "First", "Production");
        assertThat(names(stages.path(4).path("Actions")))
                .contains("exports-all.Prepare", "exports-all.Deploy", "Smoke");
        assertThat(names(stages.path(5).path("Actions")))
                .contains("Approve", "exports-all.Prepare", "exports-all.Deploy");
        assertThat(SynthesizedApp.resources(template, "AWS::CodeBuild::Project").values())
                .anyMatch(project -> project.path("Source")
                        .path("BuildSpec")
                        .toString()
                        .matches("(?s).*mvnw -B verify -Psbom.*known-vulnerabilities.*"));
        assertThat(SynthesizedApp.resources(template, "AWS::IAM::Role").values())
                .isNotEmpty()
                .allMatch(role -> role.has("PermissionsBoundary"));
        assertThat(app.findings()).isEmpty();
    }

    private static List<String> names(JsonNode named) {
        return StreamSupport.stream(named.spliterator(), false)
                .map(n -> n.path("Name").asText())
                .toList();
    }
}
