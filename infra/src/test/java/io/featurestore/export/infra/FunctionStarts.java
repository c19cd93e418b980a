package io.featurestore.export.infra;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.infra.LambdaEnvironment.Setting;
import io.featurestore.export.infra.LambdaEnvironment.Start;
import io.featurestore.export.infra.RuntimeApi.Message;
import io.featurestore.export.infra.machine.FunctionList;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Runs each function in its own environment, which its first call starts. The embedded state machine creates a
/// handler from its class, so there is one class per function, and they share one static setting.
final class FunctionStarts implements AutoCloseable {
    private static volatile @Nullable FunctionStarts current;

    private final Setting setting;
    private final Map<String, LambdaEnvironment> environments = new ConcurrentHashMap<>();

    FunctionStarts(Setting setting) {
        this.setting = setting;
        current = this;
    }

    /// Returns the functions' list with the handlers of this class.
    static String list() throws IOException {
        JsonNode list = SynthesizedApp.MAPPER.readTree(LocalDeployment.functions());
        list.forEach(entry -> ((ObjectNode) entry)
                .put(
                        "handler",
                        FunctionStarts.class.getName() + "$"
                                + entry.path("name").asText()));
        return list.toString();
    }

    /// Returns how long each function's start took.
    Map<String, Start> starts() {
        Map<String, Start> starts = new TreeMap<>();
        environments.forEach((name, environment) -> starts.put(name, environment.start()));
        return starts;
    }

    @Override
    public void close() {
        environments.values().forEach(LambdaEnvironment::close);
    }

    private LambdaEnvironment environment(String function) {
        return environments.computeIfAbsent(function, name -> {
            try {
                return new LambdaEnvironment(
                        FunctionList.of(SynthesizedApp.JAR).stream()
                                .filter(entry -> entry.name().equals(name))
                                .findFirst()
                                .orElseThrow(),
                        setting);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    /// Passes a call to the environment of the function with the name of this class.
    abstract static class Remote implements RequestStreamHandler {
        @Override
        public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            String function = getClass().getSimpleName();
            try {
                Message said =
                        Objects.requireNonNull(current).environment(function).call(input.readAllBytes());
                if (!(said instanceof Message.Answer(long _, byte[] bytes))) {
                    throw new AssertionError(function + " said " + said);
                }
                output.write(bytes);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    public static final class ValidateRequest extends Remote {}

    public static final class ResolveTable extends Remote {}

    public static final class EstimateExport extends Remote {}

    public static final class StartQuery extends Remote {}

    public static final class PollQuery extends Remote {}

    public static final class PlanChunks extends Remote {}

    public static final class ConvertChunk extends Remote {}

    public static final class TransformOnlineChunk extends Remote {}

    public static final class FinalizeExport extends Remote {}

    public static final class CleanUp extends Remote {}
}
