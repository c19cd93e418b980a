package io.featurestore.export.benchmarks.run;

import io.featurestore.export.benchmarks.converter.ConverterMain;
import io.featurestore.export.benchmarks.converter.TrainingMain;
import io.featurestore.export.benchmarks.data.SampleFile;
import io.featurestore.export.benchmarks.peers.DuckDbMain;
import io.featurestore.export.benchmarks.peers.LibrariesMain;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Builds the command lines of the contestants.
///
/// @param classPath this process's class path
/// @param archive Java's ahead-of-time cache for the export's process: its loaded and linked classes, and its
///     hot methods
/// @param polars the script that calls Polars, next to its installed packages; empty if there is no Node
record Commands(String classPath, Path archive, Optional<Path> polars) {
    /// JVM flags that zstd-jni, parquet-mr and DuckDB need on Java 25.
    private static final List<String> NATIVE =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    /// JVM flags of the export's process. They are as on Lambda, where unpacked jars have no classes for
    /// specific releases of Java, with two exceptions: the heap, whose size on Lambda follows from the
    /// function's memory, and the compilers, which wait for three times the usual number of calls, as the
    /// process runs only for seconds.
    static final List<String> EXPORT_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-Djdk.reflect.useNativeAccessorOnly=true",
            "-Djdk.util.jar.enableMultiRelease=false",
            "-XX:CompileThresholdScaling=3");
    /// The jars that a conversion needs. The function on Lambda has them in one jar.
    private static final String[] EXPORT_JARS = {
        "feature-store-export-",
        "jackson-",
        "jts-core",
        "parquet-",
        "avro-",
        "hadoop-shaded-guava",
        "zstd-jni",
        "snappy-java",
        "commons-compress",
        "slf4j-api",
        "log4j-",
        "powertools-logging"
    };
    /// Heap of the libraries' process. Hadoop and Avro keep a row group of 128 MB in memory.
    static final List<String> LIBRARIES_FLAGS = List.of("-XX:+UseSerialGC", "-Xmx1g");

    /// Holds the command of a process.
    ///
    /// @param line the command line
    /// @param environment additional environment variables
    record Command(List<String> line, Map<String, String> environment) {}

    /// Returns the command that makes an output in `<folder>/output/`.
    Command of(BenchmarkCase wanted, SampleFile sample, Path folder) {
        String id = wanted.output().id();
        String source = sample.file().toString();
        String target = folder.resolve("output/data" + wanted.output().suffix()).toString();
        String threads = String.valueOf(wanted.threads());
        return switch (wanted.contestant()) {
            case EXPORT ->
                java(
                        export("-XX:AOTCache="),
                        only(EXPORT_JARS),
                        ConverterMain.class,
                        source,
                        String.valueOf(sample.records()),
                        folder.toString(),
                        id,
                        threads);
            case DUCKDB ->
                java(
                        List.of(),
                        only("duckdb_jdbc", "feature-store-export-benchmarks", "feature-store-export-functions"),
                        DuckDbMain.class,
                        source,
                        target,
                        id,
                        threads);
            case LIBRARIES -> java(LIBRARIES_FLAGS, classPath, LibrariesMain.class, source, target, id);
            case POLARS ->
                new Command(
                        List.of("node", polars.orElseThrow().toString(), source, target, id),
                        Map.of("POLARS_MAX_THREADS", threads));
        };
    }

    /// Returns the command that makes the archive.
    Command training(SampleFile sample, Path folder) {
        return java(
                export("-XX:AOTCacheOutput="),
                only(EXPORT_JARS),
                TrainingMain.class,
                sample.file().toString(),
                String.valueOf(sample.records()),
                folder.toString());
    }

    private List<String> export(String archiveFlag) {
        List<String> flags = new ArrayList<>(EXPORT_FLAGS);
        // Java logs a warning for single stubs that it did not find again.
        flags.add("-Xlog:aot*=off");
        flags.add(archiveFlag + archive);
        return flags;
    }

    /// Returns the command that runs a class of this module.
    static Command java(List<String> flags, String classPath, Class<?> main, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(NATIVE);
        line.addAll(flags);
        line.addAll(List.of("-cp", classPath, main.getName()));
        line.addAll(List.of(arguments));
        return new Command(line, Map.of());
    }

    /// Returns the jars of a class path that a conversion needs.
    static String exportJars(String classPath) {
        return only(classPath, EXPORT_JARS);
    }

    /// Returns a class path with some jars alone, such as DuckDB's driver: Java searches every jar of the
    /// class path for a driver, which would add to DuckDB's time.
    private String only(String... parts) {
        return only(classPath, parts);
    }

    private static String only(String classPath, String[] parts) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> Arrays.stream(parts).anyMatch(entry.toLowerCase(Locale.ROOT)::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
