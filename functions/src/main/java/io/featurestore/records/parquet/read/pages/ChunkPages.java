package io.featurestore.records.parquet.read.pages;

import java.io.IOException;
import java.util.Objects;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// Reads the pages of one column chunk, one at a time. A page's checksum is compared where the file has one.
/// Every method throws [DamagedPageException] if the bytes are not what the format demands. Not thread-safe.
public final class ChunkPages {
    /// The number of bytes after the end of a page's array that may be read, but have no meaning.
    public static final int SPARE = 16;

    private final ChunkStream in;
    private final CompressionCodec codec;
    private final PageDecompressor decompressor;
    private final PageMemory memory;
    private final CRC32 check = new CRC32();
    private long left;
    private @Nullable PageHeader header;
    private byte[] buffer = new byte[0];
    private long held;
    private @Nullable DictionaryBytes dictionary;
    private int dictionaries;

    /// Holds a decompressed dictionary page.
    ///
    /// @param bytes its bytes and [#SPARE] more
    /// @param size the number of its bytes
    /// @param count the number of its values
    /// @param encoding its encoding
    public record DictionaryBytes(byte[] bytes, int size, int count, Encoding encoding) {}

    /// Describes a decompressed data page.
    ///
    /// @param bytes its bytes and [#SPARE] more: repetition levels, definition levels, values
    /// @param size the number of its bytes
    /// @param values the number of its values, NULLs included
    /// @param rows the number of its rows; −1 if the page does not say it
    /// @param repetition the number of bytes of the repetition levels; −1 if the page has the length in front
    ///     of the levels (version 1)
    /// @param definition the number of bytes of the definition levels; −1 as above
    /// @param encoding the encoding of the values
    /// @param levels the encoding of the definition levels
    public record Page(
            byte[] bytes,
            int size,
            int values,
            int rows,
            int repetition,
            int definition,
            Encoding encoding,
            Encoding levels,
            Encoding repetitionLevels) {
        /// Returns whether the page is of version 2.
        public boolean isV2() {
            return definition >= 0;
        }
    }

    /// Creates a reader of a column chunk.
    public ChunkPages(ChunkStream in, ColumnMetaData chunk, PageDecompressor decompressor, PageMemory memory) {
        this.in = in;
        this.memory = memory;
        this.codec = Objects.requireNonNull(chunk.getCodec(), "codec");
        this.decompressor = decompressor;
        left = chunk.getNum_values();
    }

    /// Returns the number of values, NULLs included, of the current page and all pages after it.
    public long left() {
        return left;
    }

    /// Returns the dictionary; null if the chunk has none, or before the first page.
    public @Nullable DictionaryBytes dictionary() {
        return dictionary;
    }

    /// Returns the number of dictionaries that were read; more than one is unusual.
    public int dictionaries() {
        return dictionaries;
    }

    /// Returns whether there is a page, reading its header if it is the next one. The page stays the current
    /// one until [#load] or [#pass] is called.
    public boolean hasNext() throws IOException {
        while (header == null) {
            if (left <= 0) {
                return false;
            }
            PageHeader read = readHeader();
            switch (Objects.requireNonNull(read.getType(), "page type")) {
                case DATA_PAGE, DATA_PAGE_V2 -> {
                    header = read;
                    int values = values();
                    if (values < 0 || values > left) {
                        throw new DamagedPageException(
                                "a page has " + values + " values where the column has " + left + " left");
                    }
                    if (values == 0) {
                        pass();
                    }
                }
                case DICTIONARY_PAGE -> {
                    dictionary = readDictionary(read);
                    dictionaries++;
                }
                case INDEX_PAGE -> in.pass(read.getCompressed_page_size());
            }
        }
        return true;
    }

    /// Returns the number of values, NULLs included, of the current page.
    public int values() {
        PageHeader page = current();
        return page.isSetData_page_header() ? v1(page).getNum_values() : v2(page).getNum_values();
    }

    /// Returns the encoding of the values of the current page.
    public Encoding encoding() {
        PageHeader page = current();
        Encoding encoding = page.isSetData_page_header() ? v1(page).getEncoding() : v2(page).getEncoding();
        return known(encoding);
    }

    /// Returns the encoding of the definition levels of the current page.
    public Encoding levelEncoding() {
        PageHeader page = current();
        return page.isSetData_page_header() ? known(v1(page).getDefinition_level_encoding()) : Encoding.RLE;
    }

    /// Passes over the current page.
    public void pass() throws IOException {
        PageHeader page = current();
        left -= values();
        header = null;
        in.pass(page.getCompressed_page_size());
    }

    /// Decompresses the current page.
    ///
    /// @param fresh whether the page gets an array of its own; otherwise its bytes are valid until the next
    ///     call
    public Page load(boolean fresh) throws IOException {
        PageHeader page = current();
        int values = values();
        Encoding encoding = encoding();
        Encoding levels = levelEncoding();
        int size = page.getUncompressed_page_size();
        if (fresh || buffer.length < size + SPARE) {
            memory.take(size, held);
            held = size;
            buffer = new byte[size + SPARE];
        }
        byte[] bytes = buffer;
        if (fresh) {
            buffer = new byte[0];
        }
        left -= values;
        header = null;
        if (page.isSetData_page_header()) {
            body(page, 0, true, bytes);
            return new Page(
                    bytes, size, values, -1, -1, -1, encoding, levels, known(v1(page).getRepetition_level_encoding()));
        }
        DataPageHeaderV2 v2 = v2(page);
        int repetition = v2.getRepetition_levels_byte_length();
        int definition = v2.getDefinition_levels_byte_length();
        if (repetition < 0
                || definition < 0
                || (long) repetition + definition > Math.min(size, page.getCompressed_page_size())) {
            throw new DamagedPageException(
                    "a page's levels of " + repetition + " and " + definition + " bytes do not fit it");
        }
        body(page, repetition + definition, !v2.isSetIs_compressed() || v2.isIs_compressed(), bytes);
        return new Page(bytes, size, values, v2.getNum_rows(), repetition, definition, encoding, levels, Encoding.RLE);
    }

    private DictionaryBytes readDictionary(PageHeader page) throws IOException {
        DictionaryPageHeader of = page.getDictionary_page_header();
        if (of == null) {
            throw new DamagedPageException("a dictionary page's header is not complete");
        }
        int size = page.getUncompressed_page_size();
        memory.take(size, dictionary == null ? 0 : dictionary.size());
        byte[] bytes = new byte[size + SPARE];
        body(page, 0, true, bytes);
        int count = of.getNum_values();
        if (count < 0 || count > size && count > 1) {
            throw new DamagedPageException("a dictionary has " + count + " values in " + size + " bytes");
        }
        return new DictionaryBytes(bytes, size, count, known(of.getEncoding()));
    }

    /// Decompresses the body of a page, of which the first bytes are not compressed.
    private void body(PageHeader page, int plain, boolean compressed, byte[] to) throws IOException {
        int length = page.getCompressed_page_size();
        int size = page.getUncompressed_page_size();
        if (!in.require(length)) {
            throw new DamagedPageException("a page of " + length + " bytes is longer than its column chunk");
        }
        byte[] from = in.window();
        int start = in.index();
        if (page.isSetCrc()) {
            check.reset();
            check.update(from, start, length);
            if ((int) check.getValue() != page.getCrc()) {
                throw new DamagedPageException("a page's checksum differs");
            }
        }
        System.arraycopy(from, start, to, 0, plain);
        decompressor.decompress(
                compressed ? codec : CompressionCodec.UNCOMPRESSED,
                from,
                start + plain,
                length - plain,
                to,
                plain,
                size - plain);
        in.pass(length);
    }

    private PageHeader readHeader() throws IOException {
        PageHeader read;
        try {
            read = Util.readPageHeader(in);
        } catch (IOException | RuntimeException e) {
            if (in.broken() != null) {
                throw e;
            }
            throw new DamagedPageException("a page's header cannot be read", e);
        }
        int length = read.getCompressed_page_size();
        int size = read.getUncompressed_page_size();
        if (length < 0 || length > in.remaining()) {
            throw new DamagedPageException("a page of " + length + " bytes is longer than its column chunk");
        }
        if (size < 0 || size > Integer.MAX_VALUE - SPARE) {
            throw new DamagedPageException("a page has " + size + " bytes");
        }
        return read;
    }

    private PageHeader current() {
        return Objects.requireNonNull(header, "no current page");
    }

    private static DataPageHeader v1(PageHeader page) {
        return Objects.requireNonNull(page.getData_page_header(), "data page header");
    }

    private static DataPageHeaderV2 v2(PageHeader page) {
        return Objects.requireNonNull(page.getData_page_header_v2(), "data page header");
    }

    private static Encoding known(@Nullable Encoding encoding) {
        if (encoding == null) {
            throw new DamagedPageException("a page has an unknown encoding");
        }
        return encoding;
    }
}
