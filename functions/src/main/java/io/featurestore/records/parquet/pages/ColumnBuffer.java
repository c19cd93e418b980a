package io.featurestore.records.parquet.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/// Buffers one flat, optional column and writes it as Parquet pages. It must get exactly one value for each
/// record, by the `add` method of the column's type or by [#addNull].
public abstract class ColumnBuffer extends RecordConsumer {
    private static final int PAGE_BYTES = 1 << 20;
    private static final int PAGE_ROWS = 20_000;

    private final PrimitiveType type;
    /// Empty statistics, as no column has a geospatial type.
    private final GeospatialStatistics places;
    private final DefinitionLevels levels = new DefinitionLevels();
    private final ByteList page = new ByteList();
    /// The page's values that are not in a dictionary, in the plain encoding.
    final ByteList plain = new ByteList(PAGE_BYTES + PAGE_BYTES / 16);
    private Statistics<?> statistics;
    private PageWriter pages;

    ColumnBuffer(PrimitiveType type, PageWriter pages) {
        this.type = type;
        this.pages = pages;
        statistics = Statistics.createStats(type);
        places = GeospatialStatistics.newBuilder(type).build();
    }

    /// Directs the following pages to another row group.
    public void begin(PageWriter rowGroup) {
        pages = rowGroup;
    }

    /// Returns the size so far, in bytes, of the page that is being filled.
    public long pageBytes() {
        return plain.size();
    }

    final Statistics<?> statistics() {
        return statistics;
    }

    /// Adds NULL.
    public final void addNull() {
        levels.addNull();
        endPageIfFull();
    }

    /// Completes a value that was added.
    final void added() {
        levels.addPresent();
        endPageIfFull();
    }

    private void endPageIfFull() {
        if (levels.rows() >= PAGE_ROWS || plain.size() >= PAGE_BYTES) {
            endPage();
        }
    }

    private void endPage() {
        int rows = levels.rows();
        statistics.incrementNumNulls(levels.nulls());
        page.clear();
        levels.writeTo(page);
        SizeStatistics sizes = new SizeStatistics(type, unencodedBytes(), List.of(), List.of());
        Encoding encoding = writeValues(page);
        endStatistics();
        try {
            pages.writePage(
                    BytesInput.concat(page.input(), plain.input()),
                    rows,
                    rows,
                    statistics,
                    sizes,
                    places,
                    Encoding.RLE,
                    Encoding.RLE,
                    encoding);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        plain.clear();
        statistics = Statistics.createStats(type);
    }

    /// Writes the last page and the dictionary of the row group.
    public final void finish() throws IOException {
        if (levels.rows() > 0) {
            endPage();
        }
        DictionaryPage dictionary = endDictionary();
        if (dictionary != null) {
            pages.writeDictionaryPage(dictionary);
        }
    }

    /// Appends the part of the page before [#plain], which is written after it. Returns the encoding of the page.
    abstract Encoding writeValues(ByteList to);

    /// Returns the dictionary that the pages of the row group refer to, or null if there is none. Begins a new
    /// dictionary.
    abstract @Nullable DictionaryPage endDictionary();

    /// Returns the total size in bytes of the page's values if they are byte arrays of any length, otherwise 0.
    abstract long unencodedBytes();

    /// Completes [#statistics] for the page.
    void endStatistics() {
        // Most columns update the statistics with every value.
    }

    @Override
    public void addInteger(int value) {
        throw unsupported();
    }

    @Override
    public void addLong(long value) {
        throw unsupported();
    }

    @Override
    public void addBoolean(boolean value) {
        throw unsupported();
    }

    @Override
    public void addBinary(Binary value) {
        throw unsupported();
    }

    @Override
    public void addFloat(float value) {
        throw unsupported();
    }

    @Override
    public void addDouble(double value) {
        throw unsupported();
    }

    @Override
    public void startMessage() {
        throw unsupported();
    }

    @Override
    public void endMessage() {
        throw unsupported();
    }

    @Override
    public void startField(String field, int index) {
        throw unsupported();
    }

    @Override
    public void endField(String field, int index) {
        throw unsupported();
    }

    @Override
    public void startGroup() {
        throw unsupported();
    }

    @Override
    public void endGroup() {
        throw unsupported();
    }

    private UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException(type.toString());
    }
}
