package io.featurestore.local.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/// Intercepts requests before their service, so that tests can cause faults.
@FunctionalInterface
public interface RequestInterceptor {
    /// Passes on every request.
    RequestInterceptor NONE = exchange -> exchange;

    /// Handles a request before its service does. No part of the body has been read.
    ///
    /// @return the exchange for the service: the request itself, or one whose body or answer is changed
    /// @throws ServiceException to answer with an error of the service; the service is not called
    /// @throws IOException to drop the connection without an answer; the service is not called
    HttpExchange intercept(HttpExchange exchange) throws IOException;
}
