package io.featurestore.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists as a person types them in one option: split at commas that lie outside brackets and quotes. */
final class Lists {
    private Lists() {}

    /** Returns the trimmed items; {@code a, coalesce(b, 'x,y') AS c} has two. */
    static List<String> split(String text) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        char quote = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                items.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        items.add(text.substring(from).strip());
        return items;
    }

    /**
     * Returns the pairs of {@code a:B,c:D}, in order.
     *
     * @throws IllegalArgumentException if an item has no colon, or a name comes twice
     */
    static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String item : split(text)) {
            int colon = item.indexOf(':');
            if (colon < 1 || colon == item.length() - 1) {
                throw new IllegalArgumentException(Texts.text("usage.pair", item));
            }
            if (pairs.put(item.substring(0, colon), item.substring(colon + 1)) != null) {
                throw new IllegalArgumentException(Texts.text("usage.pair.twice", item.substring(0, colon)));
            }
        }
        return pairs;
    }
}
