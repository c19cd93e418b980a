package io.featurestore.export.conversion.parquet;

import java.util.Arrays;

/** The definition levels of a page of an optional column: whether each value is there. */
final class Levels {
    private byte[] bits = new byte[16];
    private int rows;
    private int nulls;

    int rows() {
        return rows;
    }

    int nulls() {
        return nulls;
    }

    void addPresent() {
        if (rows >>> 3 == bits.length) {
            bits = Arrays.copyOf(bits, 2 * bits.length);
        }
        bits[rows >>> 3] |= (byte) (1 << (rows & 7));
        rows++;
    }

    void addNull() {
        if (rows >>> 3 == bits.length) {
            bits = Arrays.copyOf(bits, 2 * bits.length);
        }
        rows++;
        nulls++;
    }

    /** Adds the levels as a page begins with them, and forgets them. */
    void writeTo(ByteList page) {
        int begin = page.size();
        page.addInt(0);
        if (nulls == 0 || nulls == rows) {
            page.addVarint(rows << 1);
            page.addByte(nulls == 0 ? 1 : 0);
        } else {
            int groups = rows + 7 >>> 3;
            page.addVarint(groups << 1 | 1);
            page.add(bits, 0, groups);
        }
        page.setInt(begin, page.size() - begin - Integer.BYTES);
        Arrays.fill(bits, 0, rows + 7 >>> 3, (byte) 0);
        rows = 0;
        nulls = 0;
    }
}
