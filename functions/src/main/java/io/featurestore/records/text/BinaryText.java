package io.featurestore.records.text;

/// Parses binary values as Athena prints them.
public final class BinaryText {
    private BinaryText() {}

    /// Parses bytes that are printed as pairs of hexadecimal digits with single blanks between them, such as
    /// `68 65 6c`.
    ///
    /// @throws ValueFormatException if the text has another form
    public static byte[] parse(byte[] bytes, int start, int length) {
        if (length == 0) {
            return new byte[0];
        }
        if (length % 3 != 2) {
            throw new ValueFormatException("is not binary in hexadecimal pairs");
        }
        byte[] binary = new byte[(length + 1) / 3];
        for (int i = 0; i < binary.length; i++) {
            int at = start + 3 * i;
            int high = Character.digit(bytes[at], 16);
            int low = Character.digit(bytes[at + 1], 16);
            if (high < 0 || low < 0 || i + 1 < binary.length && bytes[at + 2] != ' ') {
                throw new ValueFormatException("is not binary in hexadecimal pairs");
            }
            binary[i] = (byte) (high << 4 | low);
        }
        return binary;
    }
}
