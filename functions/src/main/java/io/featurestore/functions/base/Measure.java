package io.featurestore.functions.base;

import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/// Names what handlers measure, with the names of the metrics in the namespace `FeatureStoreExport`.
public enum Measure {
    RECORDS("Records", MetricUnit.COUNT),
    BYTES_IN("BytesIn", MetricUnit.BYTES),
    BYTES_OUT("BytesOut", MetricUnit.BYTES),
    MILLISECONDS("Milliseconds", MetricUnit.MILLISECONDS),
    REPAIRED_CHUNKS("RepairedChunks", MetricUnit.COUNT),
    /// Failed exports by their code, not by a function.
    FAILURES("Failures", MetricUnit.COUNT);

    private final String metric;
    private final MetricUnit unit;

    Measure(String metric, MetricUnit unit) {
        this.metric = metric;
        this.unit = unit;
    }

    String metric() {
        return metric;
    }

    MetricUnit unit() {
        return unit;
    }
}
