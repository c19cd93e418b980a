package io.featurestore.local.athena.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.EncodingStats;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.jspecify.annotations.Nullable;

/// Keeps the compressed pages of one column chunk until its row group is written. The pages have neither
/// checksums nor an index, as those of Trino.
final class ChunkPages implements PageWriteStore, PageWriter {
    private final ColumnDescriptor column;
    private final PageCodec codec;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final EncodingStats.Builder encodingStats = new EncodingStats.Builder();
    private final Set<Encoding> encodings = new LinkedHashSet<>();
    private Optional<byte[]> dictionary = Optional.empty();
    private Optional<Statistics<?>> statistics = Optional.empty();
    private long values;
    private long plainBytes;

    ChunkPages(ColumnDescriptor column, PageCodec codec) {
        this.column = column;
        this.codec = codec;
    }

    @Override
    public PageWriter getPageWriter(ColumnDescriptor path) {
        return this;
    }

    @Override
    public void writePage(
            BytesInput bytes,
            int valueCount,
            int rowCount,
            Statistics<?> pageStatistics,
            @Nullable SizeStatistics sizes,
            @Nullable GeospatialStatistics places,
            Encoding repetition,
            Encoding definition,
            Encoding encoding)
            throws IOException {
        byte[] plain = content(bytes);
        byte[] packed = codec.compress(plain);
        PageHeader header = new PageHeader(PageType.DATA_PAGE, plain.length, packed.length);
        header.setData_page_header(
                new DataPageHeader(valueCount, thrift(encoding), thrift(definition), thrift(repetition)));
        plainBytes += append(header, plain.length, packed, data);
        values += valueCount;
        encodings.add(repetition);
        encodings.add(definition);
        encodings.add(encoding);
        encodingStats.addDataEncoding(encoding);
        if (statistics.isPresent()) {
            statistics.get().mergeStatistics(pageStatistics);
        } else {
            statistics = Optional.of(pageStatistics.copy());
        }
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
        byte[] plain = content(page.getBytes());
        byte[] packed = codec.compress(plain);
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, plain.length, packed.length);
        header.setDictionary_page_header(
                new DictionaryPageHeader(page.getDictionarySize(), thrift(page.getEncoding())));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        plainBytes += append(header, plain.length, packed, bytes);
        dictionary = Optional.of(bytes.toByteArray());
        encodings.add(page.getEncoding());
        encodingStats.addDictEncoding(page.getEncoding());
    }

    /// Appends a page and returns the length that it would have without compression.
    private static long append(PageHeader header, int plain, byte[] packed, ByteArrayOutputStream to)
            throws IOException {
        int before = to.size();
        Util.writePageHeader(header, to);
        int length = to.size() - before;
        to.write(packed);
        return (long) length + plain;
    }

    private static byte[] content(BytesInput bytes) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream((int) bytes.size());
        bytes.writeAllTo(content);
        return content.toByteArray();
    }

    private static org.apache.parquet.format.Encoding thrift(Encoding encoding) {
        return org.apache.parquet.format.Encoding.valueOf(encoding.name());
    }

    /// Writes the column chunk and describes it.
    ///
    /// @param position the position of the chunk in its file
    ColumnChunkMetaData write(OutputStream out, long position) throws IOException {
        long first = position;
        if (dictionary.isPresent()) {
            out.write(dictionary.get());
            first += dictionary.get().length;
        }
        data.writeTo(out);
        return ColumnChunkMetaData.get(
                ColumnPath.get(column.getPath()),
                column.getPrimitiveType(),
                codec.name(),
                encodingStats.build(),
                encodings,
                statistics.orElseThrow(() -> new IllegalStateException("A column chunk has no page")),
                first,
                dictionary.isPresent() ? position : 0,
                values,
                first - position + data.size(),
                plainBytes);
    }

    @Override
    public void writePage(
            BytesInput bytes,
            int valueCount,
            int rowCount,
            Statistics<?> pageStatistics,
            Encoding repetition,
            Encoding definition,
            Encoding encoding)
            throws IOException {
        writePage(bytes, valueCount, rowCount, pageStatistics, null, null, repetition, definition, encoding);
    }

    @Override
    @SuppressWarnings("deprecation")
    public void writePage(
            BytesInput bytes,
            int valueCount,
            Statistics<?> pageStatistics,
            Encoding repetition,
            Encoding definition,
            Encoding encoding) {
        throw new UnsupportedOperationException("Pages come with the number of their rows");
    }

    @Override
    public void writePageV2(
            int rowCount,
            int nullCount,
            int valueCount,
            BytesInput repetition,
            BytesInput definition,
            Encoding encoding,
            BytesInput bytes,
            Statistics<?> pageStatistics) {
        throw new UnsupportedOperationException("Pages are those of version 1");
    }

    @Override
    public long getMemSize() {
        return data.size();
    }

    @Override
    public long allocatedSize() {
        return data.size();
    }

    @Override
    public String memUsageString(String prefix) {
        return prefix + " " + data.size() + " bytes";
    }

    @Override
    public void close() {
        // The pages are needed until their row group is written.
    }
}
