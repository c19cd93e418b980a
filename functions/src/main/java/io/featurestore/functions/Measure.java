package io.featurestore.functions;

import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** What handlers measure; the names are those of the metrics in namespace {@code FeatureStoreExport}. */
enum Measure {
    RECORDS("Records", MetricUnit.COUNT), BYTES_IN("BytesIn", MetricUnit.BYTES),
    BYTES_OUT("BytesOut", MetricUnit.BYTES), MILLISECONDS("Milliseconds", MetricUnit.MILLISECONDS),
    REPAIRED_CHUNKS("RepairedChunks", MetricUnit.COUNT);

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
