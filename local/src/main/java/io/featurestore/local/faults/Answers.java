package io.featurestore.local.faults;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/// Sends an answer to its client, possibly with a fault.
sealed interface Answers {
    /// Sends the status and the headers, and returns the stream for the body. The `length` is as for
    /// [HttpExchange#sendResponseHeaders].
    OutputStream start(HttpExchange exchange, int status, long length) throws IOException;

    /// Sends the answer without a fault.
    record Whole() implements Answers {
        @Override
        public OutputStream start(HttpExchange exchange, int status, long length) throws IOException {
            exchange.sendResponseHeaders(status, length);
            return exchange.getResponseBody();
        }
    }

    /// Breaks the connection after half of the body, or before the status if there is no body.
    record Dropped(Runnable happened) implements Answers {
        @Override
        public OutputStream start(HttpExchange exchange, int status, long length) throws IOException {
            happened.run();
            if (length <= 0) {
                throw new IOException("dropped by a fault rule");
            }
            exchange.sendResponseHeaders(status, length);
            OutputStream body = exchange.getResponseBody();
            return new Bounded(body, length / 2) {
                @Override
                void passed() throws IOException {
                    body.flush();
                    throw new IOException("dropped by a fault rule");
                }
            };
        }
    }

    /// Drops the whole answer.
    record Lost(Runnable happened) implements Answers {
        @Override
        public OutputStream start(HttpExchange exchange, int status, long length) {
            happened.run();
            return OutputStream.nullOutputStream();
        }
    }

    /// Sends the whole answer and runs an action before it begins.
    record Broken(Runnable then) implements Answers {
        @Override
        public OutputStream start(HttpExchange exchange, int status, long length) throws IOException {
            then.run();
            return new Whole().start(exchange, status, length);
        }
    }

    /// Sends the first half of the body as if it were the whole body.
    record Truncated(Runnable happened) implements Answers {
        @Override
        public OutputStream start(HttpExchange exchange, int status, long length) throws IOException {
            if (length < 2) {
                return new Whole().start(exchange, status, length);
            }
            happened.run();
            exchange.sendResponseHeaders(status, length / 2);
            return new Bounded(exchange.getResponseBody(), length / 2);
        }
    }

    /// Sends the body in small pieces with pauses.
    record Slow(Runnable happened) implements Answers {
        private static final int PIECES = 8;
        private static final int PAUSE_MILLIS = 25;

        @Override
        public OutputStream start(HttpExchange exchange, int status, long length) throws IOException {
            happened.run();
            int piece = (int) Math.max(1, Math.ceilDiv(length, PIECES));
            return new FilterOutputStream(new Whole().start(exchange, status, length)) {
                @Override
                public void write(byte[] bytes, int offset, int count) throws IOException {
                    for (int from = offset; from < offset + count; from += piece) {
                        out.write(bytes, from, Math.min(piece, offset + count - from));
                        out.flush();
                        pause();
                    }
                }
            };
        }

        private static void pause() throws IOException {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    /// Changes one byte of the body if the answer has a checksum that shows it.
    record Damaged(Runnable happened) implements Answers {
        @Override
        public OutputStream start(HttpExchange exchange, int status, long length) throws IOException {
            Headers headers = exchange.getResponseHeaders();
            OutputStream body = new Whole().start(exchange, status, length);
            if (length <= 0
                    || headers.keySet().stream()
                            .noneMatch(name -> name.toLowerCase(Locale.ROOT).matches("x-amz-checksum-(crc|sha).*"))) {
                return body;
            }
            happened.run();
            return new FilterOutputStream(body) {
                private boolean done;

                @Override
                public void write(byte[] bytes, int offset, int count) throws IOException {
                    byte[] written = bytes;
                    if (!done && count > 0) {
                        done = true;
                        written = bytes.clone();
                        written[offset] ^= 1;
                    }
                    out.write(written, offset, count);
                }
            };
        }
    }

    /// Passes on a limited number of bytes. The rest is dropped, or an action runs.
    class Bounded extends FilterOutputStream {
        private long left;

        Bounded(OutputStream out, long most) {
            super(out);
            this.left = most;
        }

        void passed() throws IOException {
            // The rest is dropped.
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int n = (int) Math.min(left, count);
            out.write(bytes, offset, n);
            left -= n;
            if (n < count) {
                passed();
            }
        }
    }
}
