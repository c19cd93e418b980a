package io.featurestore.local.athena.files;

import io.featurestore.local.athena.sql.QueryFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the footers of files and keeps those that were used last, because one query after the other reads the same
/// table. Thread-safe.
public final class Footers {
    /// Bounds the memory: a column chunk takes about 200 bytes.
    private static final int MOST_CHUNKS = 300_000;

    private final Map<Key, ParquetFooter> kept = new LinkedHashMap<>(16, 0.75f, true);
    private int chunks;

    /// Identifies the content of a file. A file is never changed in place; a new content has a new time.
    private record Key(
            Path path,
            long size,
            FileTime modified,
            @Nullable Object file) {}

    /// Returns the footer of a file.
    ///
    /// @throws QueryFailure if the file is no Parquet file
    public ParquetFooter read(TableFiles.DataFile file) throws IOException, QueryFailure {
        var attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
        Key key = new Key(file.path(), attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        synchronized (this) {
            ParquetFooter known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        ParquetFooter footer;
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            footer = ParquetFooter.read(channel, file.uri());
        }
        keep(key, footer);
        return footer;
    }

    private synchronized void keep(Key key, ParquetFooter footer) {
        if (kept.put(key, footer) == null) {
            chunks += footer.size();
        }
        var oldest = kept.entrySet().iterator();
        while (chunks > MOST_CHUNKS && kept.size() > 1) {
            chunks -= oldest.next().getValue().size();
            oldest.remove();
        }
    }
}
