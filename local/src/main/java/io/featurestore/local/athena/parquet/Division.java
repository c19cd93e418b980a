package io.featurestore.local.athena.parquet;

import java.util.ArrayList;
import java.util.List;

/// Divides the rows of a plain file into files and row groups of about equal sizes.
final class Division {
    private final List<PlainFile.Group> groups;
    private final FileLayout layout;
    private final long rows;
    private final double bytes;

    Division(List<PlainFile.Group> groups, FileLayout layout) {
        this.groups = groups;
        this.layout = layout;
        this.rows = groups.stream().mapToLong(PlainFile.Group::rows).sum();
        this.bytes = groups.stream().mapToLong(PlainFile.Group::bytes).sum();
    }

    /// Returns the numbers of rows of the row groups of each file. There is no file without rows.
    List<List<Long>> files() {
        List<List<Long>> files = new ArrayList<>();
        if (rows == 0) {
            return files;
        }
        long count = Math.max(layout.leastFiles(), (long) Math.ceil(bytes / layout.fileBytes()));
        long begin = 0;
        for (long end : ends(0, rows, Math.min(count, rows))) {
            double size = bytesBefore(end) - bytesBefore(begin);
            long pieces = Math.max(
                    (long) Math.ceil(size / layout.groupBytes()), Math.ceilDiv(end - begin, layout.groupRows()));
            List<Long> file = new ArrayList<>();
            long from = begin;
            for (long to : ends(begin, end, Math.clamp(pieces, 1, end - begin))) {
                // The bytes of the rows differ, so an equal share of them can have more rows than a group may have.
                for (long left = to - from; left > 0; left -= layout.groupRows()) {
                    file.add(Math.min(left, layout.groupRows()));
                }
                from = to;
            }
            files.add(List.copyOf(file));
            begin = end;
        }
        return files;
    }

    /// Returns the ends of pieces with about the same number of bytes, each with at least one row.
    private List<Long> ends(long begin, long end, long pieces) {
        double first = bytesBefore(begin);
        double size = bytesBefore(end) - first;
        List<Long> ends = new ArrayList<>();
        long last = begin;
        for (long i = 1; i < pieces; i++) {
            long row = rowAt(first + size * i / pieces);
            last = Math.clamp(row, last + 1, end - (pieces - i));
            ends.add(last);
        }
        ends.add(end);
        return ends;
    }

    /// Returns the bytes before a row, with all rows of a group taken for equally long.
    private double bytesBefore(long row) {
        double before = 0;
        long left = row;
        for (PlainFile.Group group : groups) {
            if (left <= group.rows()) {
                return before + (double) group.bytes() * left / Math.max(1, group.rows());
            }
            before += group.bytes();
            left -= group.rows();
        }
        return before;
    }

    private long rowAt(double position) {
        double left = position;
        long before = 0;
        for (PlainFile.Group group : groups) {
            if (left <= group.bytes()) {
                return before + Math.round(group.rows() * left / Math.max(1, group.bytes()));
            }
            left -= group.bytes();
            before += group.rows();
        }
        return before;
    }
}
