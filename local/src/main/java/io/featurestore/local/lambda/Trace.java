package io.featurestore.local.lambda;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ties what a handler asks of other services to the call that asks. Lambda sends its trace header with every request
 * of the SDK, and so does this runtime where the SDK is there: the call's request id is the trace id.
 *
 * @see <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader">The
 *     tracing header</a>
 */
public final class Trace {
    /** The header's name. */
    public static final String HEADER = "X-Amzn-Trace-Id";

    private static final Pattern ROOT = Pattern.compile("Root=1-([0-9a-f]{8})-([0-9a-f]{24})(;.*)?");
    /** Inherited, because handlers send requests from threads of their own. */
    private static final InheritableThreadLocal<Optional<String>> CURRENT = new InheritableThreadLocal<>();

    private Trace() {}

    /** Returns the header for a request of this thread; empty where no call of a function runs. */
    public static Optional<String> header() {
        Optional<String> current = CURRENT.get();
        return current == null
                ? Optional.empty()
                : current.map(id -> id.replace("-", ""))
                        .map(hex -> "Root=1-" + hex.substring(0, 8) + "-" + hex.substring(8) + ";Sampled=0");
    }

    /** Returns the request id of the call that sent a request with this header; empty if none did. */
    public static Optional<String> requestId(String header) {
        Matcher root = ROOT.matcher(header);
        if (!root.matches()) {
            return Optional.empty();
        }
        String hex = root.group(1) + root.group(2);
        return Optional.of(new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16))
                .toString());
    }

    static void begin(String requestId) {
        CURRENT.set(Optional.of(requestId));
    }
}
