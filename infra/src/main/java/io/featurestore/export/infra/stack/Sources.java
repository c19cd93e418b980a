package io.featurestore.export.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What of the other modules is deployed.
 *
 * @param lambdaJar the functions' jar
 * @param definition the state machine's definition
 * @param requestSchema JSON Schema of an export request
 */
record Sources(Path lambdaJar, Path definition, Path requestSchema) {
    /** Returns the files of a checkout. */
    static Sources of(Path root, Path lambdaJar) {
        return new Sources(lambdaJar, root.resolve("statemachine/export.asl.json"), root.resolve(
                "events/export-request.schema.json"));
    }

    String schemaText() {
        try {
            return Files.readString(requestSchema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
