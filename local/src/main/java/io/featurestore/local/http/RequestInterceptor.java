package io.featurestore.local.http;

import java.io.IOException;

import com.sun.net.httpserver.HttpExchange;

/** What stands between a request and its service; for faults on demand. */
@FunctionalInterface
public interface RequestInterceptor {
    /** Lets every request through. */
    RequestInterceptor NONE = exchange -> exchange;

    /**
     * Meets a request before its service does; nothing of it has been read.
     *
     * @return what the service is given: the request itself, or one whose body or answer goes another way
     * @throws ServiceException to be answered as the service answers its own errors; the service is not asked
     * @throws IOException to drop the connection without an answer; the service is not asked
     */
    HttpExchange intercept(HttpExchange exchange) throws IOException;
}
