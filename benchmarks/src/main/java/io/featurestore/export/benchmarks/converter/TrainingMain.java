package io.featurestore.export.benchmarks.converter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

import io.featurestore.export.benchmarks.data.ComparedOutput;

/**
 * Makes every output once, so that the ahead-of-time cache that Java writes at its end knows the classes and hot methods of all.
 * Arguments are a file, its records and a folder to work in.
 */
public final class TrainingMain {
    private TrainingMain() {}

    /** Makes the outputs. */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        for (ComparedOutput output : ComparedOutput.values()) {
            ConverterMain.main(new String[]{args[0], args[1], Path.of(args[2], output.id()).toString(), output.id(),
                    "1"});
        }
    }
}
