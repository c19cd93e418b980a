package io.featurestore.cli.export;

import io.featurestore.cli.console.CommandFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Splits the lists that an option may hold. Commas inside brackets and quotes do not separate items.
final class OptionLists {
    private OptionLists() {}

    /// Returns the items without surrounding blanks. `a, coalesce(b, 'x,y') AS c` has two items.
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

    /// Returns the pairs of `a:B,c:D`, in order.
    ///
    /// @throws CommandFailure if an item has no colon, or a name occurs twice
    static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String item : split(text)) {
            int colon = item.indexOf(':');
            if (colon < 1 || colon == item.length() - 1) {
                throw CommandFailure.usage("usage.pair", item);
            }
            if (pairs.put(item.substring(0, colon), item.substring(colon + 1)) != null) {
                throw CommandFailure.usage("usage.pair.twice", item.substring(0, colon));
            }
        }
        return pairs;
    }
}
