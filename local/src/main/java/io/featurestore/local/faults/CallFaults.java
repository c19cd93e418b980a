package io.featurestore.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.featurestore.local.lambda.CallInterceptor.Run;
import io.featurestore.local.lambda.Functions.FunctionError;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/// Applies faults to calls of functions.
final class CallFaults {
    private static final System.Logger LOG = System.getLogger("faults");

    private final Faults faults;

    CallFaults(Faults faults) {
        this.faults = faults;
    }

    byte[] intercept(String function, byte[] payload, Run run) throws InterruptedException {
        String text = new String(payload, UTF_8);
        Optional<Faults.Struck> struck =
                faults.strike(FaultKind.Point.INVOCATION, new FaultTarget("", "", function, "", text, Set.of()));
        if (struck.isEmpty()) {
            return run.run();
        }
        struck.get().happened().run();
        return switch (struck.get().kind()) {
            case RUN_TWICE_AT_ONCE -> twiceAtOnce(run);
            case RUN_TWICE_IN_A_ROW -> {
                run.run();
                yield run.run();
            }
            case FUNCTION_ANSWER_LOST -> {
                run.run();
                throw error("Lambda.SdkClientException", "Unable to execute HTTP request: Read timed out");
            }
            case FUNCTION_THROTTLED -> throw error("Lambda.TooManyRequestsException", "Rate Exceeded.");
            case FUNCTION_SERVICE_ERROR -> throw error("Lambda.ServiceException", "The service failed.");
            case FUNCTION_INACTIVE ->
                throw error(
                        "Lambda.SnapStartNotReadyException",
                        "Lambda is initializing your function. It will be ready to invoke once your function state "
                                + "becomes ACTIVE.");
            case RUNNER_RESTARTED -> {
                faults.loseRunner(text);
                yield run.run();
            }
            default -> throw new IllegalStateException(struck.get().kind() + " is not a fault of a function call");
        };
    }

    /// Runs the function twice at the same time. The caller gets the result of the first run and waits for
    /// the end of the second.
    private static byte[] twiceAtOnce(Run run) throws InterruptedException {
        Thread other = Thread.ofVirtual().name("lambda-twice").start(() -> {
            try {
                run.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (FunctionError | CancellationException e) {
                LOG.log(System.Logger.Level.DEBUG, "The second run failed; its result is not used", e);
            }
        });
        try {
            return run.run();
        } catch (InterruptedException e) {
            other.interrupt();
            throw e;
        } finally {
            other.join();
        }
    }

    static FunctionError error(String error, String message) {
        return new FunctionError(
                error,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("errorMessage", message)
                        .put("errorType", error)
                        .toString());
    }
}
