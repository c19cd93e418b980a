package io.featurestore.export;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.featurestore.failure.ExportFailure;
import io.featurestore.sql.Query;
import io.featurestore.steps.Json;
import io.featurestore.store.Table;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.online.OnlineSpec;

/**
 * An export of which everything is known that can be known before the query runs. It lies at
 * {@code <work>resolved.json}: with a feature group's 2,500 features it may be larger than a payload.
 *
 * @param export the export
 * @param table the table it reads
 * @param query its one statement
 * @param online the online-compatible transform; empty for a plain export
 */
public record ResolvedExport(Export export, Table table, Query query, Optional<OnlineSpec> online) {
    private static final String NAME = "resolved.json";
    private static final int MAX_BYTES = 16 << 20;

    /** Returns where {@link #write} writes it. */
    public static S3Uri place(Export export) {
        return export.work().append(NAME);
    }

    /** Writes it to its work prefix and returns where it lies. */
    public S3Uri write(ObjectStore store) {
        try {
            S3Uri uri = place(export);
            store.put(uri, Json.MAPPER.writeValueAsBytes(this), "application/json", Map.of(), IfExists.REPLACE);
            return uri;
        } catch (JsonProcessingException e) {
            throw new ExportFailure.Internal("The resolved export cannot be written: " + e.getMessage(), e);
        }
    }

    /** Reads what {@link #write} wrote; {@code Internal} if it is not there. */
    public static ResolvedExport read(ObjectStore store, S3Uri uri) {
        byte[] json = store.read(uri, MAX_BYTES)
                .orElseThrow(() -> new ExportFailure.Internal("The resolved export " + uri
                        + " is gone."));
        try {
            return Json.MAPPER.readValue(json, ResolvedExport.class);
        } catch (IOException e) {
            throw new ExportFailure.Internal("The resolved export " + uri + " cannot be read: " + e.getMessage(), e);
        }
    }
}
