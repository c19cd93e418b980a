package io.featurestore.local.athena;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads pages of a result file for GetQueryResults. The token of a page is its byte position in the file.
final class ResultPages implements AutoCloseable {
    private static final int END = -1;

    private final SeekableByteChannel channel;
    private final InputStream in;
    private long at;
    private int next;

    private ResultPages(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel));
        this.at = channel.position();
        this.next = in.read();
    }

    /// Returns the rows from a byte position on, and the token of the next page. The header is the first row.
    static ObjectNode read(Path file, JsonNode columns, long start, int most) {
        try (SeekableByteChannel channel = Files.newByteChannel(file);
                ResultPages pages = new ResultPages(channel.position(start))) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("UpdateCount", 0);
            ObjectNode set = answer.putObject("ResultSet");
            set.putObject("ResultSetMetadata").set("ColumnInfo", columns);
            ArrayNode rows = set.putArray("Rows");
            while (rows.size() < most && pages.next != END) {
                pages.row(rows.addObject().putArray("Data"));
            }
            if (pages.next != END) {
                answer.put("NextToken", AthenaInput.token(pages.at));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the result " + file, e);
        }
    }

    /// Returns the answer for a statement without a result of its own.
    static ObjectNode empty() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("UpdateCount", 0);
        ObjectNode set = answer.putObject("ResultSet");
        set.putObject("ResultSetMetadata").putArray("ColumnInfo");
        set.putArray("Rows");
        return answer;
    }

    private void row(ArrayNode row) throws IOException {
        while (true) {
            value(row.addObject());
            boolean more = next == ',';
            advance();
            if (!more) {
                return;
            }
        }
    }

    private void value(ObjectNode datum) throws IOException {
        if (next != '"') {
            return;
        }
        advance();
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        while (next != END) {
            if (next == '"') {
                advance();
                if (next != '"') {
                    break;
                }
            }
            value.write(next);
            advance();
        }
        datum.put("VarCharValue", value.toString(StandardCharsets.UTF_8));
    }

    private void advance() throws IOException {
        next = in.read();
        at++;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
