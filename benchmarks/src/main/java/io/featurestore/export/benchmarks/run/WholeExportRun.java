package io.featurestore.export.benchmarks.run;

import io.featurestore.export.benchmarks.whole.WholeExportMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs a whole export in a separate process, as the `fs` command does.
public final class WholeExportRun {
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xmx768m");

    private WholeExportRun() {}

    /// Runs the export.
    ///
    /// @param folder folder for the services' files during the run
    /// @param rows rows of the sample feature group; 6,300,000 make a result of 1 GB
    /// @param format the output's format
    /// @param timeline the file to write the measurements to
    public static void measure(Path folder, int rows, String format, Path timeline)
            throws IOException, InterruptedException {
        try (SessionLock _ = SessionLock.on(folder)) {
            measureAlone(folder, rows, format, timeline);
        }
    }

    private static void measureAlone(Path folder, int rows, String format, Path timeline)
            throws IOException, InterruptedException {
        Path services = folder.resolve("services");
        Folders.delete(services);
        Files.createDirectories(services);
        Files.createDirectories(timeline.toAbsolutePath().getParent());
        Commands.Command command = Commands.java(
                FLAGS,
                System.getProperty("java.class.path"),
                WholeExportMain.class,
                services.toString(),
                String.valueOf(rows),
                format,
                timeline.toAbsolutePath().toString());
        Processes.run(command.line(), command.environment(), folder.resolve("whole.log"));
        Folders.delete(services);
    }
}
