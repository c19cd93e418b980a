package io.featurestore.export.infra.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.codebuild.CfnProject;
import software.constructs.IConstruct;

/// Pins the tools of the steps that CDK Pipelines itself adds: the update of the pipeline and the upload of
/// assets. Their builds would install `aws-cdk` and `cdk-assets` by name from the registry (aws-cdk-lib
/// 2.263.0, pipelines/lib/codepipeline/codepipeline.ts, `selfMutateAction` and `publishAssetsAction`).
/// Instead they install them from the lock file that the build step leaves in the app's folder, which holds
/// the hash of each package.
final class PinnedTools {
    /// The folder of package.json and package-lock.json in the synthesized app; the script `build` makes it.
    private static final List<String> INSTALL = List.of(
            "npm ci --prefix tools --ignore-scripts --no-audit --no-fund",
            "export PATH=\"$PWD/tools/node_modules/.bin:$PATH\"");

    private static final String BY_NAME = "npm install -g ";
    private static final JsonMapper MAPPER = new JsonMapper();

    private PinnedTools() {}

    /// Replaces the installations in all builds of the pipeline. Call it after the pipeline is built.
    static void use(Stack pipeline) {
        for (IConstruct construct : pipeline.getNode().findAll()) {
            if (construct instanceof CfnProject project) {
                pin(pipeline, project);
            }
        }
    }

    private static void pin(Stack pipeline, CfnProject project) {
        if (pipeline.resolve(project.getSource()) instanceof Map<?, ?> source
                && source.get("buildSpec") instanceof String spec
                && spec.contains(BY_NAME)) {
            project.addPropertyOverride("Source.BuildSpec", pinned(spec));
        }
    }

    private static String pinned(String spec) {
        try {
            JsonNode root = MAPPER.readTree(spec);
            ObjectNode install = (ObjectNode) root.path("phases").path("install");
            ArrayNode commands = MAPPER.createArrayNode();
            for (JsonNode command : install.path("commands")) {
                if (command.asText().startsWith(BY_NAME)) {
                    INSTALL.forEach(commands::add);
                } else {
                    commands.add(command);
                }
            }
            install.set("commands", commands);
            return root.toPrettyString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A build specification of CDK Pipelines is not JSON: " + spec, e);
        }
    }
}
