package io.featurestore.store.files.projection;

import java.util.Locale;

/// Escapes texts in the names of partition folders as Hive does (apache/hive, `FileUtils.escapePathName`).
final class HivePath {
    /// The value that stands for the empty text and for NULL.
    static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private static final String ESCAPED = "\"#%'*/:=?\\{[]^";
    private static final int DELETE = 0x7f;
    private static final int HEX = 16;

    private HivePath() {}

    static String escape(String text) {
        if (text.isEmpty()) {
            return NULL;
        }
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == DELETE || ESCAPED.indexOf(c) >= 0) {
                path.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                path.append(c);
            }
        }
        return path.toString();
    }

    static String unescape(String path) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int high = c == '%' && i + 2 < path.length() ? Character.digit(path.charAt(i + 1), HEX) : -1;
            int low = high < 0 ? -1 : Character.digit(path.charAt(i + 2), HEX);
            if (low < 0) {
                text.append(c);
            } else {
                text.append((char) (high * HEX + low));
                i += 2;
            }
        }
        return text.toString();
    }
}
