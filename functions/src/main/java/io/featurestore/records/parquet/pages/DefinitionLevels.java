package io.featurestore.records.parquet.pages;

import java.util.Arrays;

/// The definition levels of a page of an optional column: 1 for a value, 0 for NULL.
final class DefinitionLevels {
    /// One bit for each value, set for NULL. It reaches at least to the last NULL.
    private byte[] missing = new byte[16];
    private int rows;
    private int nulls;

    int rows() {
        return rows;
    }

    int nulls() {
        return nulls;
    }

    void addPresent() {
        rows++;
    }

    void addNull() {
        if (rows >>> 3 >= missing.length) {
            missing = Arrays.copyOf(missing, Math.max(2 * missing.length, (rows >>> 3) + 1));
        }
        missing[rows >>> 3] |= (byte) (1 << (rows & 7));
        rows++;
        nulls++;
    }

    /// Appends the levels in the form that starts a page, and discards them.
    void writeTo(ByteList page) {
        int begin = page.size();
        page.addInt(0);
        if (nulls == 0 || nulls == rows) {
            page.addVarint(rows << 1);
            page.addByte(nulls == 0 ? 1 : 0);
        } else {
            int groups = rows + 7 >>> 3;
            page.addVarint(groups << 1 | 1);
            for (int i = 0; i < groups; i++) {
                int here = i < missing.length ? ~missing[i] : -1;
                page.addByte(here & (1 << Math.min(8, rows - 8 * i)) - 1);
            }
        }
        page.setInt(begin, page.size() - begin - Integer.BYTES);
        Arrays.fill(missing, 0, Math.min(missing.length, rows + 7 >>> 3), (byte) 0);
        rows = 0;
        nulls = 0;
    }
}
