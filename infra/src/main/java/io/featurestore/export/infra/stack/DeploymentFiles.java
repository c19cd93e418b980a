package io.featurestore.export.infra.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Holds the files of other modules that a deployment needs.
///
/// @param lambdaJar the functions' jar
/// @param definition the state machine's definition
/// @param requestSchema JSON Schema of an export request
public record DeploymentFiles(Path lambdaJar, Path definition, Path requestSchema) {
    /// Returns the files of a checkout of the repository.
    public static DeploymentFiles of(Path root, Path lambdaJar) {
        return new DeploymentFiles(
                lambdaJar,
                root.resolve("statemachine/export.asl.json"),
                root.resolve("events/export-request.schema.json"));
    }

    /// Returns the text of the request's JSON Schema.
    public String schemaText() {
        try {
            return Files.readString(requestSchema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
