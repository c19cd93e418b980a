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

/** Polars as npm has it, where there is Node. */
final class Polars {
    static final String VERSION = "0.26.1";
    private static final String SCRIPT = "polars.mjs";

    private Polars() {}

    /**
     * Installs it into a folder, where it is not there yet.
     *
     * @return the script that calls it; empty where there is no Node
     */
    static Optional<Path> install(Path folder) throws IOException, InterruptedException {
        if (!hasNode()) {
            return Optional.empty();
        }
        Files.createDirectories(folder);
        if (!Files.exists(folder.resolve("node_modules/nodejs-polars"))) {
            Files.writeString(folder.resolve("package.json"), "{\"private\": true, \"type\": \"module\"}\n");
            // The platform's package by its name: as an optional one it is left out on Node 20, where it works.
            Processes.run(List.of("npm", "install", "--prefix", folder.toString(), "--save-exact", "--no-audit",
                    "--no-fund", "nodejs-polars@" + VERSION, "nodejs-polars-linux-" + architecture() + "-gnu@"
                            + VERSION),
                    Map.of(), folder.resolve("npm.log"));
        }
        Path script = folder.resolve(SCRIPT);
        try (InputStream in = Polars.class.getResourceAsStream("/" + SCRIPT)) {
            Files.copy(Objects.requireNonNull(in), script, StandardCopyOption.REPLACE_EXISTING);
        }
        return Optional.of(script);
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version").redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("amd64") ? "x64" : "arm64";
    }
}
