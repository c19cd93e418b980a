package io.featurestore.export.infra;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import io.featurestore.export.infra.RuntimeApi.Message;
import io.featurestore.export.infra.machine.FunctionList;
import io.featurestore.export.infra.machine.JvmFlags;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/// Runs an execution environment of a function as Lambda does: a JVM with the function's flags, Lambda's runtime
/// interface client and the unpacked jar. It takes one call at a time.
final class LambdaEnvironment implements AutoCloseable {
    /// Holds the start parameters of a function.
    ///
    /// @param folder the unpacked jar
    /// @param way how the function is started
    record Setting(Path folder, StartMode way, Map<String, String> variables) {
        boolean snapshot() {
            return way == StartMode.SNAPSHOT;
        }

        /// Returns the file for a function's output of a kind.
        Path file(String function, String kind) {
            return folder.resolveSibling(function + "." + kind);
        }
    }

    /// Lists the ways to start a function.
    enum StartMode {
        /// The JVM starts when the call arrives.
        COLD,
        /// The function prepares a snapshot, and then takes calls as if it had been restored.
        SNAPSHOT,
        /// A cold start that writes an archive of the loaded classes.
        MAKES_ARCHIVE,
        /// A cold start with that archive. An archive can only hold classes from jars, so the jar is not
        /// unpacked.
        WITH_ARCHIVE
    }

    /// Holds the durations of a start in nanoseconds.
    ///
    /// @param ready from the JVM's start until it asks for a call, or for its snapshot
    /// @param firstAnswer from the first call to its answer
    record Start(long ready, long firstAnswer) {
        long whole() {
            return ready + firstAnswer;
        }
    }

    private final RuntimeApi api;
    private final Process process;
    private final Path output;
    private final long ready;
    private long firstAnswer;

    LambdaEnvironment(FunctionList.Entry function, Setting setting) throws IOException, InterruptedException {
        api = new RuntimeApi("arn:aws:lambda:us-east-1:000000000000:function:" + function.name() + ":live");
        output = setting.file(function.name(), "log");
        ProcessBuilder java = new ProcessBuilder(command(function, setting))
                .directory(setting.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        java.environment().putAll(setting.variables());
        java.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API",
                        api.address(),
                        "_HANDLER",
                        function.handler(),
                        "AWS_LAMBDA_FUNCTION_NAME",
                        function.name(),
                        "AWS_LAMBDA_FUNCTION_VERSION",
                        "1",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                        Integer.toString(function.memoryMb()),
                        "AWS_LAMBDA_LOG_GROUP_NAME",
                        "/aws/lambda/" + function.name(),
                        "AWS_LAMBDA_LOG_STREAM_NAME",
                        "1",
                        "LAMBDA_TASK_ROOT",
                        setting.folder().toString(),
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        setting.snapshot() ? "snap-start" : "on-demand"));
        long started = System.nanoTime();
        process = java.start();
        ready = awaitReady() - started;
        if (setting.snapshot()) {
            awaitReady();
        }
    }

    /// Recording the loaded classes takes time, so only a start that writes an archive does it.
    private static List<String> command(FunctionList.Entry function, Setting setting) {
        Stream<String> jars = setting.way() == StartMode.MAKES_ARCHIVE || setting.way() == StartMode.WITH_ARCHIVE
                ? Stream.of(SynthesizedApp.JAR.toAbsolutePath().toString())
                : Stream.of();
        String classPath = Stream.concat(
                        Stream.of(AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class)
                                .map(LambdaEnvironment::jar),
                        jars)
                .collect(Collectors.joining(":"));
        Stream<String> flags = Arrays.stream(JvmFlags.of(function.name()).split(" "));
        Path archive = setting.file(function.name(), "jsa");
        Stream<String> way =
                switch (setting.way()) {
                    case COLD -> Stream.of();
                    case SNAPSHOT -> Stream.of("-Xlog:class+load:file=" + setting.file(function.name(), "classes"));
                    case MAKES_ARCHIVE -> Stream.of("-XX:ArchiveClassesAtExit=" + archive);
                    case WITH_ARCHIVE -> Stream.of("-XX:SharedArchiveFile=" + archive, "-Xshare:on");
                };
        return Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        flags,
                        Stream.of("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"),
                        way,
                        Stream.of("-cp", classPath, AWSLambda.class.getName(), function.handler()))
                .flatMap(s -> s)
                .toList();
    }

    private static String jar(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private long awaitReady() throws InterruptedException {
        if (api.next() instanceof Message.Ready(long at)) {
            return at;
        }
        throw new AssertionError("the function could not be initialised; see " + output);
    }

    /// Calls the function and returns its answer.
    synchronized Message call(byte[] payload) throws InterruptedException {
        long called = System.nanoTime();
        api.call(payload);
        Message said = api.next();
        if (firstAnswer == 0) {
            firstAnswer = said.at() - called;
        }
        awaitReady();
        return said;
    }

    Start start() {
        return new Start(ready, firstAnswer);
    }

    /// Ends the JVM. Afterwards the archive exists.
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        api.close();
    }
}
