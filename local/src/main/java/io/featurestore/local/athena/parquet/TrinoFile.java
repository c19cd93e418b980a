package io.featurestore.local.athena.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;

/// Writes a Parquet file. Its footer names no order of columns, as that of Trino 476.
final class TrinoFile implements AutoCloseable {
    private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);
    private static final String CREATED_BY = "parquet-mr-trino version 476 (build n/a)";

    private final MessageType schema;
    private final OutputStream out;
    private final List<BlockMetaData> groups = new ArrayList<>();
    private long position;

    TrinoFile(Path file, MessageType schema) throws IOException {
        this.schema = schema;
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        out.write(MAGIC);
        position = MAGIC.length;
    }

    /// Writes a row group.
    void group(long rows, List<ChunkPages> columns) throws IOException {
        BlockMetaData group = new BlockMetaData();
        long plain = 0;
        for (ChunkPages column : columns) {
            ColumnChunkMetaData chunk = column.write(out, position);
            group.addColumn(chunk);
            position += chunk.getTotalSize();
            plain += chunk.getTotalUncompressedSize();
        }
        group.setRowCount(rows);
        group.setTotalByteSize(plain);
        groups.add(group);
    }

    /// Writes the footer and returns the length of the file.
    long finish() throws IOException {
        ParquetMetadata meta = new ParquetMetadata(new FileMetaData(schema, Map.of(), CREATED_BY), groups);
        org.apache.parquet.format.FileMetaData footer = new ParquetMetadataConverter().toParquetMetadata(1, meta);
        footer.unsetColumn_orders();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, bytes);
        bytes.writeTo(out);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.size())
                .array());
        out.write(MAGIC);
        out.flush();
        return position + bytes.size() + Integer.BYTES + MAGIC.length;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
