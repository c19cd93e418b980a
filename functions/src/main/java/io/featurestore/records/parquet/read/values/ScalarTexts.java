package io.featurestore.records.parquet.read.values;

import io.featurestore.records.text.Utf8Builder;
import java.nio.ByteBuffer;
import java.util.UUID;

/// Prints booleans, texts and bytes.
final class ScalarTexts {
    private ScalarTexts() {}

    /// Prints booleans.
    static final class Bool extends ValueText {
        @Override
        public void of(boolean value, Utf8Builder out) {
            out.ascii(value ? "true" : "false");
        }
    }

    /// Prints texts as they are.
    static final class Copy extends ValueText {
        @Override
        public void of(byte[] bytes, int start, int length, Utf8Builder out) {
            out.put(bytes, start, length);
        }

        @Override
        public boolean isCopy() {
            return true;
        }
    }

    /// Prints the first characters of texts.
    static final class Varchar extends ValueText {
        private final int most;

        Varchar(int most) {
            this.most = most;
        }

        @Override
        public void of(byte[] bytes, int start, int length, Utf8Builder out) {
            out.put(bytes, start, end(bytes, start, length, most) - start);
        }
    }

    /// Prints texts with exactly `n` characters: cut, without the blanks at the end, and filled with blanks.
    static final class Char extends ValueText {
        private final int exactly;

        Char(int exactly) {
            this.exactly = exactly;
        }

        @Override
        public void of(byte[] bytes, int start, int length, Utf8Builder out) {
            int end = end(bytes, start, length, exactly);
            while (end > start && bytes[end - 1] == ' ') {
                end--;
            }
            out.put(bytes, start, end - start);
            for (int i = characters(bytes, start, end); i < exactly; i++) {
                out.put(' ');
            }
        }
    }

    /// Returns the index after the first `most` characters.
    private static int end(byte[] bytes, int start, int length, int most) {
        int end = start + length;
        int left = most;
        for (int at = start; at < end; at++) {
            if (isFirst(bytes[at])) {
                if (left == 0) {
                    return at;
                }
                left--;
            }
        }
        return end;
    }

    private static int characters(byte[] bytes, int start, int end) {
        int count = 0;
        for (int at = start; at < end; at++) {
            count += isFirst(bytes[at]) ? 1 : 0;
        }
        return count;
    }

    /// Returns whether a byte is the first one of a character in UTF-8.
    private static boolean isFirst(byte b) {
        return (b & 0xc0) != 0x80;
    }

    /// Prints bytes in hexadecimal pairs.
    static final class Binary extends ValueText {
        @Override
        public void of(byte[] bytes, int start, int length, Utf8Builder out) {
            out.hexadecimal(bytes, start, length);
        }
    }

    /// Prints UUIDs.
    static final class Uuid extends ValueText {
        @Override
        public void of(byte[] bytes, int start, int length, Utf8Builder out) {
            ByteBuffer parts = ByteBuffer.wrap(bytes, start, length);
            out.ascii(new UUID(parts.getLong(), parts.getLong()).toString());
        }
    }
}
