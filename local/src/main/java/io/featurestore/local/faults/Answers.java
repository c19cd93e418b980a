package io.featurestore.local.faults;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;

/** The ways an answer takes to its client. */
sealed interface Answers {
    /** Sends status and headers; {@code length} as {@link HttpExchange#sendResponseHeaders} has it. Returns what takes the body. */
    OutputStream start(HttpExchange exchange, int status, long length) throws IOException;

    /** The way as it is. */
    record Whole() implements Answers {
        @Override
        public OutputStream start(HttpExchange exchange, int status, long length) throws IOException {
            exchange.sendResponseHeaders(status, length);
            return exchange.getResponseBody();
        }
    }

    /** The connection breaks after half of the body; without a body, before the status. */
    record Dropped(Runnable happened) implements Answers {
        @Override
        public OutputStream start(HttpExchange exchange, int status, long length) throws IOException {
            happened.run();
            if (length <= 0) {
                throw new IOException("dropped on demand");
            }
            exchange.sendResponseHeaders(status, length);
            OutputStream body = exchange.getResponseBody();
            return new Bounded(body, length / 2) {
                @Override
                void passed() throws IOException {
                    body.flush();
                    throw new IOException("dropped on demand");
                }
            };
        }
    }

    /** Nothing of the answer arrives. */
    record Lost(Runnable happened) implements Answers {
        @Override
        public OutputStream start(HttpExchange exchange, int status, long length) {
            happened.run();
            return OutputStream.nullOutputStream();
        }
    }

    /** The answer is whole, and something happens once it has begun. */
    record Broken(Runnable then) implements Answers {
        @Override
        public OutputStream start(HttpExchange exchange, int status, long length) throws IOException {
            then.run();
            return new Whole().start(exchange, status, length);
        }
    }

    /** The first half of the body is said to be all of it. */
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

    /** The body comes in small pieces, with pauses. */
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

    /** One byte is another one, where a checksum tells. */
    record Damaged(Runnable happened) implements Answers {
        @Override
        public OutputStream start(HttpExchange exchange, int status, long length) throws IOException {
            Headers headers = exchange.getResponseHeaders();
            OutputStream body = new Whole().start(exchange, status, length);
            if (length <= 0 || headers.keySet()
                    .stream()
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT)
                            .matches("x-amz-checksum-(crc|sha).*"))) {
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

    /** Passes so many bytes on; the rest is dropped, or something happens. */
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
            write(new byte[]{(byte) b}, 0, 1);
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
