package io.featurestore.export.benchmarks.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Installs Polars with npm, if there is Node.
final class Polars {
    static final String VERSION = "0.26.1";
    private static final String SCRIPT = "polars.mjs";

    private Polars() {}

    /// Installs Polars into a folder, unless it is already installed.
    ///
    /// @return the script that calls Polars; empty if there is no Node
    static Optional<Path> install(Path folder) throws IOException, InterruptedException {
        if (!hasNode()) {
            return Optional.empty();
        }
        Files.createDirectories(folder);
        if (!Files.exists(folder.resolve("node_modules/nodejs-polars"))) {
            Files.writeString(folder.resolve("package.json"), "{\"private\": true, \"type\": \"module\"}\n");
            // Names the platform's package: as an optional package it is left out on Node 20, although it works there.
            Processes.run(
                    List.of(
                            "npm",
                            "install",
                            "--prefix",
                            folder.toString(),
                            "--save-exact",
                            "--no-audit",
                            "--no-fund",
                            "nodejs-polars@" + VERSION,
                            "nodejs-polars-linux-" + architecture() + "-gnu@" + VERSION),
                    Map.of(),
                    folder.resolve("npm.log"));
        }
        Path script = folder.resolve(SCRIPT);
        try (InputStream in = Polars.class.getResourceAsStream("/" + SCRIPT)) {
            Files.copy(Objects.requireNonNull(in), script, StandardCopyOption.REPLACE_EXISTING);
        }
        return Optional.of(script);
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("amd64") ? "x64" : "arm64";
    }
}
