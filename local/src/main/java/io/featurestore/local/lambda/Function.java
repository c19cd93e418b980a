package io.featurestore.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import org.jspecify.annotations.Nullable;

/// Holds a deployed function. Its handler is created at the first call and serves all calls.
final class Function {
    private final String name;
    private final String handlerClass;
    private final int memoryMb;
    private final int timeoutSeconds;
    private final ClassLoader loader;
    private @Nullable RequestStreamHandler handler;

    Function(String name, String handlerClass, int memoryMb, int timeoutSeconds, ClassLoader loader) {
        this.name = name;
        this.handlerClass = handlerClass;
        this.memoryMb = memoryMb;
        this.timeoutSeconds = timeoutSeconds;
        this.loader = loader;
    }

    String name() {
        return name;
    }

    int memoryMb() {
        return memoryMb;
    }

    int timeoutSeconds() {
        return timeoutSeconds;
    }

    ClassLoader loader() {
        return loader;
    }

    /// Returns the handler. If its creation failed, the next call tries again, as Lambda does.
    synchronized RequestStreamHandler handler() throws ReflectiveOperationException {
        RequestStreamHandler known = handler;
        if (known == null) {
            known = make();
            handler = known;
        }
        return known;
    }

    private RequestStreamHandler make() throws ReflectiveOperationException {
        Object made = Class.forName(handlerClass, true, loader).getConstructor().newInstance();
        if (made instanceof RequestStreamHandler streams) {
            return streams;
        }
        throw new UnsupportedOperationException("the handler " + handlerClass + " of " + name
                + " is not a RequestStreamHandler, which is the only kind that is served");
    }
}
