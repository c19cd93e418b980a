package io.featurestore.local.faults;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Creates random rules of all kinds. Most apply to a few calls, some to more calls than any client retries.
final class RandomRules {
    private static final List<FaultKind> KINDS = Arrays.stream(FaultKind.values())
            .filter(kind -> kind != FaultKind.FUNCTION_INACTIVE)
            .toList();
    private static final List<String> READS = List.of("GetObject", "HeadObject", "ListObjectsV2");
    private static final List<String> WRITES = List.of(
            "PutObject",
            "CopyObject",
            "CreateMultipartUpload",
            "UploadPart",
            "UploadPartCopy",
            "CompleteMultipartUpload",
            "DeleteObjects",
            "AbortMultipartUpload");
    private static final List<String> ATHENA = List.of(
            "StartQueryExecution",
            "GetQueryExecution",
            "GetQueryRuntimeStatistics",
            "GetQueryResults",
            "StopQueryExecution");
    private static final int LATEST = 12;
    private static final int MOST = 12;

    private final SplittableRandom random;

    RandomRules(SplittableRandom random) {
        this.random = random;
    }

    FaultRule next() {
        FaultKind kind = oneOf(KINDS);
        return switch (kind.point()) {
            case REQUEST -> request(kind);
            case INVOCATION ->
                FaultRule.of(kind).from(1 + random.nextInt(LATEST)).times(few());
            case QUERY -> FaultRule.of(kind).times(few());
        };
    }

    private FaultRule request(FaultKind kind) {
        FaultRule rule = FaultRule.of(kind).from(1 + random.nextInt(LATEST));
        return switch (kind) {
            case DAMAGED_UPLOAD ->
                rule.on("s3", random.nextInt(4) == 0 ? "UploadPart" : "PutObject")
                        .times(few());
            case WRONG_CHECKSUM, TRUNCATED -> rule.on("s3", "GetObject").times(few());
            case REPLACED_OBJECT ->
                rule.on("s3", oneOf(List.of("GetObject", "CopyObject", "UploadPartCopy")))
                        .from(1 + random.nextInt(3));
            case FUNCTION_KILLED, FUNCTION_KILLED_AFTER, FUNCTION_TIMED_OUT -> rule;
            case SLOWED -> place(rule).times(few());
            default -> place(rule).times(random.nextInt(5) == 0 ? 1 + random.nextInt(MOST) : few());
        };
    }

    private FaultRule place(FaultRule rule) {
        return switch (random.nextInt(10)) {
            case 0 -> rule.on("athena", oneOf(ATHENA)).from(1 + random.nextInt(3));
            case 1 ->
                random.nextBoolean()
                        ? rule.on("glue", "GetTable").from(1)
                        : rule.on("sagemaker", "DescribeFeatureGroup").from(1);
            case 2, 3 -> rule.on("s3", "");
            case 4, 5, 6 -> rule.on("s3", oneOf(READS));
            default -> rule.on("s3", oneOf(WRITES)).from(1 + random.nextInt(4));
        };
    }

    private int few() {
        return 1 + random.nextInt(4);
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
