package io.featurestore.local.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/// Answers requests in a protocol of its own: S3's REST-XML or the feature store runtime's REST-JSON.
public interface HttpService {
    /// Returns whether this service answers the request. Services are asked in the order of registration.
    boolean accepts(HttpExchange exchange);

    /// Answers the request. If it throws a [ServiceException], [#renderError] writes the answer.
    void handle(HttpExchange exchange) throws IOException;

    /// Answers with an error. The answer must not have begun.
    void renderError(HttpExchange exchange, ServiceException error) throws IOException;
}
