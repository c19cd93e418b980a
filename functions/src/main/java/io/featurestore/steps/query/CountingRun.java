package io.featurestore.steps.query;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.featurestore.store.objects.S3Uri;
import java.util.Optional;
import java.util.OptionalLong;

/// Identifies the run of a query's [io.featurestore.sql.Query#counting] statement. The counts are for warnings, so
/// an export does not fail if they cannot be had.
///
/// @param queryExecutionId the run's execution id; empty if it could not be started
/// @param outputLocation the location of its result: the object, or the requested prefix
/// @param scannedBytes bytes that it scanned; empty unless it has ended
/// @param problem the reason why there are no counts; empty if there are, or may be later
@JsonIgnoreProperties(ignoreUnknown = true)
public record CountingRun(
        Optional<String> queryExecutionId,
        Optional<S3Uri> outputLocation,
        OptionalLong scannedBytes,
        Optional<String> problem) {
    static CountingRun started(String id, S3Uri location) {
        return new CountingRun(Optional.of(id), Optional.of(location), OptionalLong.empty(), Optional.empty());
    }

    static CountingRun failed(String problem) {
        return new CountingRun(Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.of(problem));
    }

    CountingRun ended(long bytes, Optional<String> reason) {
        return new CountingRun(queryExecutionId, outputLocation, OptionalLong.of(bytes), reason);
    }
}
