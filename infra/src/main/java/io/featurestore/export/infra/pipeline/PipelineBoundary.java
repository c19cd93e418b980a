package io.featurestore.export.infra.pipeline;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PermissionsBoundary;
import software.amazon.awscdk.services.iam.PolicyStatement;

/// Builds the permissions boundary of the pipeline's roles. Whatever a change of the pipeline grants, its
/// roles can only build, store artifacts, and assume the deployment roles of the CDK bootstrap in the
/// accounts of the settings and the roles that are named here.
final class PipelineBoundary {
    private PipelineBoundary() {}

    static void bound(Stack pipeline, List<Settings.Env> environments, List<String> roles, String connectionArn) {
        List<String> accounts =
                environments.stream().map(Settings.Env::account).distinct().toList();
        PermissionsBoundary.of(pipeline)
                .apply(ManagedPolicy.Builder.create(pipeline, "Boundary")
                        .description("The most that the roles of the deploy pipeline may do")
                        .statements(List.of(
                                PolicyStatement.Builder.create()
                                        .actions(List.of(
                                                "s3:*Object*",
                                                "s3:GetBucket*",
                                                "s3:List*",
                                                "s3:AbortMultipartUpload",
                                                "kms:Encrypt",
                                                "kms:Decrypt",
                                                "kms:ReEncrypt*",
                                                "kms:GenerateDataKey*",
                                                "kms:DescribeKey",
                                                "logs:CreateLogGroup",
                                                "logs:CreateLogStream",
                                                "logs:PutLogEvents",
                                                "codebuild:StartBuild",
                                                "codebuild:StopBuild",
                                                "codebuild:BatchGetBuilds",
                                                "codebuild:*Report*",
                                                "codebuild:BatchPut*",
                                                "cloudformation:DescribeStacks",
                                                "codepipeline:StartPipelineExecution"))
                                        .resources(List.of("*"))
                                        .conditions(Map.of("StringEquals", Map.of("aws:ResourceAccount", accounts)))
                                        .build(),
                                Grant.of(
                                                "sts:AssumeRole",
                                                Stream.concat(
                                                                accounts.stream()
                                                                        .map(account -> "arn:"
                                                                                + pipeline.getPartition() + ":iam::"
                                                                                + account + ":role/cdk-*"),
                                                                roles.stream())
                                                        .toList())
                                        .statement(),
                                new Grant(
                                                List.of(
                                                        "codestar-connections:UseConnection",
                                                        "codeconnections:UseConnection"),
                                                List.of(connectionArn))
                                        .statement()))
                        .build());
    }
}
