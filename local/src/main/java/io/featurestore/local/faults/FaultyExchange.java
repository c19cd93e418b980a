package io.featurestore.local.faults;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Wraps an HTTP exchange. The body of the request can be replaced, and the answer can be sent with a fault.
final class FaultyExchange extends HttpExchange {
    private final HttpExchange received;
    private InputStream request;
    private Answers answers = new Answers.Whole();
    private @Nullable OutputStream response;
    private int status = -1;

    FaultyExchange(HttpExchange received, InputStream request) {
        this.received = received;
        this.request = request;
    }

    void answerBy(Answers other) {
        answers = other;
    }

    void read(InputStream other) {
        request = other;
    }

    @Override
    public Headers getRequestHeaders() {
        return received.getRequestHeaders();
    }

    @Override
    public Headers getResponseHeaders() {
        return received.getResponseHeaders();
    }

    @Override
    public URI getRequestURI() {
        return received.getRequestURI();
    }

    @Override
    public String getRequestMethod() {
        return received.getRequestMethod();
    }

    @Override
    public HttpContext getHttpContext() {
        return received.getHttpContext();
    }

    @Override
    public void close() {
        received.close();
    }

    @Override
    public InputStream getRequestBody() {
        return request;
    }

    @Override
    public OutputStream getResponseBody() {
        OutputStream open = response;
        if (open == null) {
            throw new IllegalStateException("the answer has not begun");
        }
        return open;
    }

    @Override
    public void sendResponseHeaders(int code, long length) throws IOException {
        status = code;
        response = answers.start(received, code, length);
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return received.getRemoteAddress();
    }

    @Override
    public int getResponseCode() {
        return status;
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return received.getLocalAddress();
    }

    @Override
    public String getProtocol() {
        return received.getProtocol();
    }

    @Override
    public Object getAttribute(String name) {
        return received.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        received.setAttribute(name, value);
    }

    @Override
    public void setStreams(InputStream in, OutputStream out) {
        throw new UnsupportedOperationException("the streams are set already");
    }

    @Override
    public HttpPrincipal getPrincipal() {
        return received.getPrincipal();
    }
}
