package io.featurestore.local.glue;

import java.util.HexFormat;
import java.util.Locale;

/// Escapes the names and values of partitions in the names of folders, as Hive does: a character that a path
/// cannot hold becomes `%` and two hexadecimal digits. Source: `org.apache.hadoop.hive.common.FileUtils` of Hive and
/// `io.trino.metastore.Partitions` of Trino.
public final class PartitionNames {
    /// The folder of a partition whose value is NULL.
    public static final String NO_VALUE = "__HIVE_DEFAULT_PARTITION__";

    private static final String ESCAPED = "\"#%'*/:=?\\{[]^";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PartitionNames() {}

    /// Returns a name or value as it stands in the name of a folder. The empty text is [#NO_VALUE].
    public static String escape(String text) {
        if (text.isEmpty()) {
            return NO_VALUE;
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '\u007f' || ESCAPED.indexOf(c) >= 0) {
                escaped.append('%').append(HEX.toHexDigits((byte) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /// Returns the text that [#escape] was given. A `%` without two hexadecimal digits stays.
    public static String unescape(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '%'
                    && i + 2 < name.length()
                    && HexFormat.isHexDigit(name.charAt(i + 1))
                    && HexFormat.isHexDigit(name.charAt(i + 2))) {
                text.append((char) HexFormat.fromHexDigits(name, i + 1, i + 3));
                i += 2;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /// Returns the folder `key=value` of one partition key.
    public static String folder(String key, String value) {
        return escape(key.toLowerCase(Locale.ROOT)) + "=" + escape(value);
    }
}
