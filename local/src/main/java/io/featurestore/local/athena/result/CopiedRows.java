package io.featurestore.local.athena.result;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Reads rows that DuckDB wrote as CSV, with every value in quotes and NULL as nothing, and writes them with the values
/// that Athena prints differently. All other bytes stay as they are. Needs one buffer, however long a value is.
final class CopiedRows {
    /// The most bytes of a value that is printed differently, its quotes included.
    private static final int LONGEST_SCALAR = 512;

    private static final int SIZE = 1 << 18;

    private final InputStream in;
    private final CsvBytes out;
    private final BooleanSupplier stopped;
    private final CivilTime time = new CivilTime();
    private final byte[] buffer = new byte[SIZE];
    private int at;
    private int limit;
    /// The first byte that is read and not yet written.
    private int pending;

    private CopiedRows(InputStream in, CsvBytes out, BooleanSupplier stopped) {
        this.in = in;
        this.out = out;
        this.stopped = stopped;
    }

    /// Writes all rows and returns their number.
    ///
    /// @param in the CSV of DuckDB without a header
    /// @param columns its columns, none of which is nested
    /// @param stopped returns whether the query was stopped, and the rest is not needed
    static long write(InputStream in, List<ResultColumn> columns, CsvBytes out, BooleanSupplier stopped)
            throws IOException {
        return new CopiedRows(in, out, stopped).write(columns);
    }

    private long write(List<ResultColumn> columns) throws IOException {
        ResultColumn[] each = columns.toArray(ResultColumn[]::new);
        boolean[] reprinted = new boolean[each.length];
        for (int i = 0; i < each.length; i++) {
            reprinted[i] = each[i].printedDifferently();
        }
        long rows = 0;
        while (has(1)) {
            for (int i = 0; i < each.length; i++) {
                if (reprinted[i]) {
                    reprint(each[i]);
                } else {
                    skip();
                }
                expect(i + 1 < each.length ? ',' : '\n');
            }
            rows++;
        }
        forward();
        return rows;
    }

    private void reprint(ResultColumn column) throws IOException {
        has(LONGEST_SCALAR);
        if (at == limit || buffer[at] != '"') {
            return;
        }
        forward();
        int end = at + 1;
        while (end < limit && buffer[end] != '"') {
            end++;
        }
        if (end == limit) {
            throw new IOException("A value of DuckDB's CSV has no end: column " + column.name());
        }
        column.reprint(buffer, at + 1, end, out, time);
        at = end + 1;
        pending = at;
    }

    /// Moves behind a value that stays as it is.
    private void skip() throws IOException {
        if (!has(1) || buffer[at] != '"') {
            return;
        }
        at++;
        while (has(1)) {
            while (at < limit && buffer[at] != '"') {
                at++;
            }
            if (at < limit) {
                at++;
                if (!has(1) || buffer[at] != '"') {
                    return;
                }
                at++;
            }
        }
        throw new IOException("DuckDB's CSV ends within a value");
    }

    private void expect(char separator) throws IOException {
        if (!has(1) || buffer[at] != separator) {
            throw new IOException("DuckDB's CSV has " + (at < limit ? "byte " + buffer[at] : "its end")
                    + " where a separator should be");
        }
        at++;
    }

    /// Reads on until the buffer has some bytes from the current one on. Returns whether it has them; the file may
    /// have fewer.
    private boolean has(int bytes) throws IOException {
        if (limit - at >= bytes) {
            return true;
        }
        forward();
        System.arraycopy(buffer, at, buffer, 0, limit - at);
        limit -= at;
        at = 0;
        pending = 0;
        while (limit < bytes && !stopped.getAsBoolean()) {
            int read = in.read(buffer, limit, SIZE - limit);
            if (read < 0) {
                break;
            }
            limit += read;
        }
        return limit >= bytes;
    }

    private void forward() throws IOException {
        out.raw(buffer, pending, at);
        pending = at;
    }
}
