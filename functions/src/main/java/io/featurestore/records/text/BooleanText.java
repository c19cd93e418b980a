package io.featurestore.records.text;

/// Parses booleans as Athena prints them.
public final class BooleanText {
    private BooleanText() {}

    /// Parses `true` or `false`.
    ///
    /// @throws ValueFormatException if the text is neither
    public static boolean parse(byte[] bytes, int start, int length) {
        if (length == 4
                && bytes[start] == 't'
                && bytes[start + 1] == 'r'
                && bytes[start + 2] == 'u'
                && bytes[start + 3] == 'e') {
            return true;
        }
        if (length == 5
                && bytes[start] == 'f'
                && bytes[start + 1] == 'a'
                && bytes[start + 2] == 'l'
                && bytes[start + 3] == 's'
                && bytes[start + 4] == 'e') {
            return false;
        }
        throw new ValueFormatException("is neither true nor false");
    }
}
