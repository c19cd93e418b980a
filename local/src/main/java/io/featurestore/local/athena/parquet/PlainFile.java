package io.featurestore.local.athena.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/// Reads a Parquet file without compression and dictionaries, as DuckDB writes it on request. The file is
/// mapped into memory, so that its pages, which have any size, need no heap.
final class PlainFile implements AutoCloseable {
    private static final int TAIL = 8;

    /// The type of the statistics that a page must have and that nothing reads.
    private static final PrimitiveType UNREAD =
            Types.optional(PrimitiveTypeName.INT32).named("unread");

    private final FileChannel channel;
    private final Arena arena = Arena.ofShared();
    private final MessageType schema;
    private final List<BlockMetaData> blocks;

    /// The size of a row group.
    record Group(long rows, long bytes) {}

    private PlainFile(FileChannel channel) throws IOException {
        this.channel = channel;
        ByteBuffer tail = map(channel.size() - TAIL, TAIL);
        int length = tail.getInt(0);
        byte[] footer = new byte[length];
        map(channel.size() - TAIL - length, length).get(footer);
        FileMetaData thrift = Util.readFileMetaData(new ByteArrayInputStream(footer));
        ParquetMetadata meta = new ParquetMetadataConverter().fromParquetMetadata(thrift);
        this.schema = meta.getFileMetaData().getSchema();
        this.blocks = List.copyOf(meta.getBlocks());
    }

    static PlainFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new PlainFile(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    MessageType schema() {
        return schema;
    }

    /// Returns the sizes of the row groups.
    List<Group> groups() {
        return blocks.stream()
                .map(block -> new Group(block.getRowCount(), block.getTotalByteSize()))
                .toList();
    }

    /// Returns the pages of a column in a row group.
    PageReader pages(int group, int column) throws IOException {
        ColumnChunkMetaData chunk = blocks.get(group).getColumns().get(column);
        if (chunk.getCodec() != CompressionCodecName.UNCOMPRESSED || chunk.hasDictionaryPage()) {
            throw new IOException("The column " + chunk.getPath() + " is not plain: " + chunk);
        }
        return new Pages(map(chunk.getFirstDataPageOffset(), chunk.getTotalSize()), chunk.getValueCount());
    }

    private ByteBuffer map(long position, long length) throws IOException {
        return channel.map(FileChannel.MapMode.READ_ONLY, position, length, arena)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        arena.close();
        channel.close();
    }

    private static final class Pages implements PageReader {
        private final ByteBufferInputStream in;
        private final long values;

        Pages(ByteBuffer bytes, long values) {
            this.in = ByteBufferInputStream.wrap(bytes);
            this.values = values;
        }

        @Override
        public @Nullable DictionaryPage readDictionaryPage() {
            return null;
        }

        @Override
        public long getTotalValueCount() {
            return values;
        }

        @Override
        public DataPage readPage() {
            try {
                PageHeader header = Util.readPageHeader(in);
                DataPageHeader data = header.getData_page_header();
                if (data == null || data.getEncoding() != org.apache.parquet.format.Encoding.PLAIN) {
                    throw new IllegalStateException("A page is not plain: " + header);
                }
                int count = data.getNum_values();
                List<ByteBuffer> content = new ArrayList<>(in.sliceBuffers(header.getCompressed_page_size()));
                return new DataPageV1(
                        BytesInput.from(content),
                        count,
                        header.getUncompressed_page_size(),
                        Statistics.createStats(UNREAD),
                        Encoding.RLE,
                        Encoding.RLE,
                        Encoding.PLAIN);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
