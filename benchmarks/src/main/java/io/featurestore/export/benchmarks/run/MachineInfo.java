package io.featurestore.export.benchmarks.run;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the circumstances that figures depend on: the machine, its load, and the versions of all contestants.
public final class MachineInfo {
    private static final Pattern JAR = Pattern.compile(
            "(duckdb_jdbc|commons-csv|parquet-avro|jackson-core|zstd-jni|" + "jmh-core)-(\\d[^/]*)\\.jar");

    private MachineInfo() {}

    /// Returns names and values in the order of display.
    public static Map<String, String> facts() throws IOException, InterruptedException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "processor",
                line("/proc/cpuinfo", "model name") + ", "
                        + Runtime.getRuntime().availableProcessors() + " threads");
        facts.put("memory", Long.parseLong(line("/proc/meminfo", "MemTotal").replace(" kB", "")) / (1 << 20) + " GiB");
        facts.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"));
        facts.put(
                "load when it began", Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
        facts.put("Java", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Matcher jar = JAR.matcher(String.valueOf(Path.of(entry).getFileName()));
            if (jar.matches()) {
                facts.put(jar.group(1), jar.group(2));
            }
        }
        said("node", "--version").ifPresent(node -> facts.put("Polars", Polars.VERSION + " in Node " + node));
        said("git", "rev-parse", "--short", "HEAD").ifPresent(commit -> facts.put("commit", commit));
        return facts;
    }

    private static String line(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static Optional<String> said(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(Arrays.asList(command)).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            // This machine does not have the command.
            return Optional.empty();
        }
    }
}
