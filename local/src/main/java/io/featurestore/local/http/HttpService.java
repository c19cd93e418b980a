package io.featurestore.local.http;

import java.io.IOException;

import com.sun.net.httpserver.HttpExchange;

/** A service with a protocol of its own (S3's REST-XML, the feature store runtime's REST-JSON). */
public interface HttpService {
    /** Returns whether the request is this service's; asked in the order of registration. */
    boolean accepts(HttpExchange exchange);

    /** Answers the request; a {@link ServiceException} thrown is rendered by {@link #renderError}. */
    void handle(HttpExchange exchange) throws IOException;

    /** Answers with an error; the response has not been started. */
    void renderError(HttpExchange exchange, ServiceException error) throws IOException;
}
