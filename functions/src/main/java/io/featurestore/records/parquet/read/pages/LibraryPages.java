package io.featurestore.records.parquet.read.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.jspecify.annotations.Nullable;

/// Gives the pages of column chunks to the decoders of parquet-java. Each column has one page in memory.
public final class LibraryPages implements PageReadStore {
    private final Map<String, ChunkPages> columns;
    private final long rows;

    /// Creates a store of the given columns.
    ///
    /// @param columns the pages by path; the parts of a path are joined with dots
    /// @param rows the number of rows
    public LibraryPages(Map<String, ChunkPages> columns, long rows) {
        this.columns = columns;
        this.rows = rows;
    }

    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
        ChunkPages pages = columns.get(String.join(".", column.getPath()));
        if (pages == null) {
            throw new IllegalArgumentException("no pages of " + column);
        }
        return new Reader(pages);
    }

    @Override
    public long getRowCount() {
        return rows;
    }

    private record Reader(ChunkPages pages) implements PageReader {
        @Override
        public @Nullable DictionaryPage readDictionaryPage() {
            try {
                // The dictionary is in front of the first page.
                pages.hasNext();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ChunkPages.DictionaryBytes dictionary = pages.dictionary();
            return dictionary == null
                    ? null
                    : new DictionaryPage(
                            BytesInput.from(dictionary.bytes(), 0, dictionary.size()),
                            dictionary.count(),
                            encoding(dictionary.encoding()));
        }

        @Override
        public long getTotalValueCount() {
            return pages.left();
        }

        @Override
        public @Nullable DataPage readPage() {
            try {
                return pages.hasNext() ? dataPage(pages.load(true)) : null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static DataPage dataPage(ChunkPages.Page page) {
            if (!page.isV2()) {
                return new DataPageV1(
                        BytesInput.from(page.bytes(), 0, page.size()),
                        page.values(),
                        page.size(),
                        null,
                        encoding(page.repetitionLevels()),
                        encoding(page.levels()),
                        encoding(page.encoding()));
            }
            int values = page.repetition() + page.definition();
            return DataPageV2.uncompressed(
                    page.rows(),
                    0,
                    page.values(),
                    BytesInput.from(page.bytes(), 0, page.repetition()),
                    BytesInput.from(page.bytes(), page.repetition(), page.definition()),
                    encoding(page.encoding()),
                    BytesInput.from(page.bytes(), values, page.size() - values),
                    null);
        }

        private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
            return Encoding.valueOf(encoding.name());
        }
    }
}
