package io.featurestore.export.benchmarks.converter;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/// Makes every output once to train Java's ahead-of-time cache: Java writes the cache at its end, with the
/// classes and hot methods of all outputs. The arguments are a file, its number of records and a work folder.
public final class TrainingMain {
    private TrainingMain() {}

    /// Makes the outputs.
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        for (ComparedOutput output : ComparedOutput.values()) {
            ConverterMain.main(new String[] {
                args[0], args[1], Path.of(args[2], output.id()).toString(), output.id(), "1"
            });
        }
    }
}
