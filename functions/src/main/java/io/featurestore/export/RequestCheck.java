package io.featurestore.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.steps.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

/// Checks a request with the rules that ValidateRequest applies when an export runs. The CDK app loads this class
/// from the functions' jar and checks the requests of its settings before it deploys them. Caller and class share
/// the JDK's types only.
public final class RequestCheck implements BiFunction<String, Map<String, String>, Optional<String>> {
    /// A name as Step Functions generates it for an execution that a schedule starts.
    private static final RequestReader.Started SAMPLE = new RequestReader.Started(
            "execution", "00000000-0000-0000-0000-000000000000_00000000-0000-0000-0000-000000000000", Instant.EPOCH);

    private final RequestReader reader = new RequestReader();

    /// Returns all violations of a request.
    ///
    /// @param input the execution's input as JSON: a request, or an EventBridge event whose `detail` is a request
    /// @param defaults `exportBucket`, `workBucket` and `workgroup` of the deployment
    /// @throws IllegalArgumentException if the input is not JSON
    @Override
    public Optional<String> apply(String input, Map<String, String> defaults) {
        try {
            reader.read(
                    Json.MAPPER.readTree(input),
                    SAMPLE,
                    new RequestReader.Defaults(
                            value(defaults, "exportBucket"),
                            value(defaults, "workBucket"),
                            value(defaults, "workgroup")));
            return Optional.empty();
        } catch (InvalidRequest e) {
            return Optional.of(Objects.requireNonNull(e.getMessage(), "a refusal has a message"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the request is not JSON", e);
        }
    }

    private static String value(Map<String, String> defaults, String name) {
        return Objects.requireNonNull(defaults.get(name), name);
    }
}
