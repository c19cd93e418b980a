package io.featurestore.local.lambda;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Connects the requests of a handler with the call that sends them. Lambda adds its trace header to every
/// request of the SDK. This runtime does the same if the SDK is on the class path, with the request id of the
/// call as the trace id.
///
/// @see The tracing header
///     (docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader)
public final class Trace {
    /// The name of the header.
    public static final String HEADER = "X-Amzn-Trace-Id";

    private static final Pattern ROOT = Pattern.compile("Root=1-([0-9a-f]{8})-([0-9a-f]{24})(;.*)?");
    /// The request id of the current call. Threads inherit it, because handlers also send requests from threads
    /// of their own.
    private static final InheritableThreadLocal<Optional<String>> CURRENT = new InheritableThreadLocal<>();

    private Trace() {}

    /// Returns the header for a request of this thread, or empty if the thread does not belong to a call.
    public static Optional<String> header() {
        Optional<String> current = CURRENT.get();
        return current == null
                ? Optional.empty()
                : current.map(id -> id.replace("-", ""))
                        .map(hex -> "Root=1-" + hex.substring(0, 8) + "-" + hex.substring(8) + ";Sampled=0");
    }

    /// Returns the request id of the call that sent a request with this header, or empty if no call did.
    public static Optional<String> requestId(String header) {
        Matcher root = ROOT.matcher(header);
        if (!root.matches()) {
            return Optional.empty();
        }
        String hex = root.group(1) + root.group(2);
        return Optional.of(
                new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16)).toString());
    }

    static void begin(String requestId) {
        CURRENT.set(Optional.of(requestId));
    }
}
