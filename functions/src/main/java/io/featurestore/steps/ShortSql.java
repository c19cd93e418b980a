package io.featurestore.steps;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// Shortens a statement so that the answer that contains it fits into [Limits#MAX_PAYLOAD]. Lengths are those of the
/// JSON in UTF-8, where quotes and line ends take two bytes and control characters six.
public final class ShortSql {
    /// The most bytes of an answer. The rest of the payload is for what the services wrap around it.
    public static final int MOST_ANSWER = Limits.MAX_PAYLOAD - (16 << 10);

    private ShortSql() {}

    /// Returns the answer with the whole statement if that fits, and with a shortened one otherwise.
    ///
    /// @param answer makes the answer with the given statement
    /// @param where where the whole statement can be read
    public static <T> T fit(String sql, String where, Function<String, T> answer) {
        T whole = answer.apply(sql);
        if (bytes(whole) <= MOST_ANSWER) {
            return whole;
        }
        String mark = " … (shortened: the whole statement has " + sql.getBytes(StandardCharsets.UTF_8).length + " bytes"
                + where + ")";
        int room = MOST_ANSWER - bytes(answer.apply(mark));
        int end = 0;
        while (end < sql.length()) {
            int next = sql.offsetByCodePoints(end, 1);
            room -= bytes(sql.substring(end, next)) - 2;
            if (room < 0) {
                break;
            }
            end = next;
        }
        return answer.apply(sql.substring(0, end) + mark);
    }

    /// Returns the length of a value as JSON, a text with its quotes.
    private static int bytes(Object value) {
        try {
            return Json.MAPPER.writeValueAsBytes(value).length;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
