package io.featurestore.steps.work;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.Json;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/**
 * What was estimated of an export that then ran. It lies at {@code <work>estimate.json} for the final step, which shows
 * it beside what the export cost in the end, and counts its making among that.
 *
 * @param estimate the estimate
 * @param millis the time EstimateExport took
 */
public record KeptEstimate(Estimate estimate, long millis) {
    private static final String NAME = "estimate.json";
    /** An estimate names an export's columns, which are 2,500 at most but for expressions. */
    private static final int MAX_BYTES = 16 << 20;

    /** Writes it to a work prefix. */
    public void write(ObjectStore store, S3Uri work) {
        try {
            store.put(work.append(NAME), Json.MAPPER.writeValueAsBytes(this), "application/json", Map.of(),
                    IfExists.REPLACE);
        } catch (JsonProcessingException e) {
            throw new ExportFailure.Internal("The estimate cannot be written: " + e.getMessage(), e);
        }
    }

    /** Reads what {@link #write} wrote; empty where no estimate was made. */
    public static Optional<KeptEstimate> read(ObjectStore store, S3Uri work) {
        S3Uri uri = work.append(NAME);
        return store.read(uri, MAX_BYTES).map(json -> {
            try {
                return Json.MAPPER.readValue(json, KeptEstimate.class);
            } catch (IOException e) {
                throw new ExportFailure.Internal("The estimate " + uri + " cannot be read: " + e.getMessage(), e);
            }
        });
    }
}
