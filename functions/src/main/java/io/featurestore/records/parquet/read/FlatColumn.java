package io.featurestore.records.parquet.read;

import io.featurestore.records.bytes.Words;
import io.featurestore.records.parquet.read.pages.ChunkPages;
import io.featurestore.records.parquet.read.pages.ChunkPages.DictionaryBytes;
import io.featurestore.records.parquet.read.pages.ChunkPages.Page;
import io.featurestore.records.parquet.read.pages.DamagedPageException;
import io.featurestore.records.parquet.read.pages.RunLengths;
import io.featurestore.records.parquet.read.values.ValueText;
import io.featurestore.records.text.Utf8Builder;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/// Reads a flat column whose pages have the encodings PLAIN or RLE_DICTIONARY, or RLE for booleans: those of
/// nearly all files. Values go from their bytes to text without an object for each. From the first page with
/// another encoding on, the library's decoders read the column.
final class FlatColumn implements ColumnText {
    /// The number of values whose levels and indexes are decoded at once.
    private static final int BLOCK = 1_024;

    private final ChunkPages pages;
    private final PlainValues values;
    private final Supplier<ColumnText> library;
    private final boolean optional;
    private final boolean booleans;
    private final RunLengths levels = new RunLengths();
    private final RunLengths indexes = new RunLengths();
    private final int[] defined = new int[BLOCK];
    private final int[] index = new int[BLOCK];
    private @Nullable ColumnText rest;
    private int dictionaries;
    private @Nullable DictionaryTexts dictionary;
    /// The form of the values of the current page.
    private Form form = Form.PLAIN;
    private byte[] page = new byte[0];
    private int plainAt;
    private int plainEnd;
    private int bit;
    private int leftInPage;
    private int count;
    private int at;
    private int valueAt;

    /// The forms of values in a page.
    private enum Form {
        PLAIN,
        DICTIONARY,
        BITS,
        RUNS
    }

    /// Creates a reader.
    ///
    /// @param library makes a reader that continues with the current page of `pages`
    FlatColumn(ChunkPages pages, PrimitiveType stored, ValueText text, Supplier<ColumnText> library) {
        this.pages = pages;
        this.library = library;
        values = new PlainValues(stored, text);
        optional = stored.isRepetition(Repetition.OPTIONAL);
        booleans = stored.getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN;
    }

    @Override
    public boolean next(Utf8Builder out) throws IOException {
        if (at == count) {
            if (rest == null && leftInPage == 0) {
                openPage();
            }
            if (rest != null) {
                return rest.next(out);
            }
            block();
        }
        if (optional && defined[at++] == 0) {
            return false;
        }
        at += optional ? 0 : 1;
        switch (form) {
            case PLAIN -> plainAt = values.append(page, plainAt, plainEnd, out);
            case DICTIONARY -> texts().append(index[valueAt++], out);
            case BITS -> {
                values.append((page[plainAt + (bit >> 3)] >> (bit & 7) & 1) != 0, out);
                bit++;
            }
            case RUNS -> values.append(index[valueAt++] != 0, out);
        }
        return true;
    }

    @Override
    public void skip(long rows) throws IOException {
        long left = rows;
        while (left > 0) {
            if (at == count) {
                if (rest == null && leftInPage == 0) {
                    if (!pages.hasNext()) {
                        throw early();
                    }
                    if (pages.values() <= left) {
                        left -= pages.values();
                        pages.pass();
                        continue;
                    }
                    openPage();
                }
                if (rest != null) {
                    rest.skip(left);
                    return;
                }
                block();
            }
            int some = (int) Math.min(left, count - at);
            for (int i = 0; i < some; i++) {
                skipOne();
            }
            left -= some;
        }
    }

    private void skipOne() {
        if (optional && defined[at] == 0) {
            at++;
            return;
        }
        at++;
        switch (form) {
            case PLAIN -> plainAt = values.pass(page, plainAt, plainEnd);
            case DICTIONARY, RUNS -> valueAt++;
            case BITS -> bit++;
        }
    }

    private static DamagedPageException early() {
        return new DamagedPageException("the column has fewer values than the row group has rows");
    }

    private DictionaryTexts texts() {
        if (dictionary == null) {
            throw new DamagedPageException("a page refers to a dictionary, but the column has none");
        }
        return dictionary;
    }

    /// Decompresses the next page, or hands over to the library.
    private void openPage() throws IOException {
        if (!pages.hasNext()) {
            throw early();
        }
        Encoding encoding = pages.encoding();
        boolean known = booleans
                ? encoding == Encoding.PLAIN || encoding == Encoding.RLE
                : encoding == Encoding.PLAIN
                        || encoding == Encoding.RLE_DICTIONARY
                        || encoding == Encoding.PLAIN_DICTIONARY;
        if (!known || optional && pages.levelEncoding() != Encoding.RLE) {
            rest = library.get();
            return;
        }
        Page opened = pages.load(false);
        page = opened.bytes();
        plainEnd = opened.size();
        leftInPage = opened.values();
        plainAt = openLevels(opened);
        bit = 0;
        if (encoding == Encoding.PLAIN) {
            form = booleans ? Form.BITS : Form.PLAIN;
        } else if (encoding == Encoding.RLE) {
            form = Form.RUNS;
            openRuns();
        } else {
            form = Form.DICTIONARY;
            openIndexes();
        }
    }

    /// Returns the index of the first byte after the levels.
    private int openLevels(Page opened) {
        if (opened.isV2()) {
            int end = opened.repetition() + opened.definition();
            if (optional) {
                levels.begin(page, opened.repetition(), end, 1);
            }
            return end;
        }
        if (!optional) {
            return 0;
        }
        int length = plainEnd < Integer.BYTES ? -1 : Words.getInt(page, 0);
        if (length < 0 || length > plainEnd - Integer.BYTES) {
            throw new DamagedPageException("levels of " + length + " bytes do not fit their page");
        }
        levels.begin(page, Integer.BYTES, Integer.BYTES + length, 1);
        return Integer.BYTES + length;
    }

    private void openRuns() {
        int length = plainEnd - plainAt < Integer.BYTES ? -1 : Words.getInt(page, plainAt);
        if (length < 0 || length > plainEnd - plainAt - Integer.BYTES) {
            throw new DamagedPageException("booleans of " + length + " bytes do not fit their page");
        }
        indexes.begin(page, plainAt + Integer.BYTES, plainAt + Integer.BYTES + length, 1);
    }

    /// Compares by identity: a dictionary is read once.
    @SuppressWarnings("ReferenceEquality")
    private void openIndexes() {
        DictionaryBytes current = pages.dictionary();
        if (current != null && pages.dictionaries() != dictionaries) {
            dictionary = new DictionaryTexts(current, values);
            dictionaries = pages.dictionaries();
        }
        if (plainAt == plainEnd) {
            // A page of NULLs alone may have no indexes.
            indexes.begin(page, plainAt, plainEnd, 0);
        } else {
            indexes.begin(page, plainAt + 1, plainEnd, page[plainAt]);
        }
    }

    /// Decodes the levels and indexes of the next values.
    private void block() {
        count = Math.min(leftInPage, BLOCK);
        leftInPage -= count;
        at = 0;
        valueAt = 0;
        int present = count;
        if (optional) {
            levels.read(defined, count);
            present = 0;
            for (int i = 0; i < count; i++) {
                present += defined[i];
            }
        }
        switch (form) {
            case PLAIN -> demand((long) present * values.width());
            case BITS -> demand(Math.ceilDiv((long) bit + present, Byte.SIZE));
            case RUNS -> indexes.read(index, present);
            case DICTIONARY -> {
                indexes.read(index, present);
                int most = present == 0 ? 0 : texts().count();
                for (int i = 0; i < present; i++) {
                    if (index[i] < 0 || index[i] >= most) {
                        throw new DamagedPageException(
                                "a page refers to value " + index[i] + " of a dictionary of " + most);
                    }
                }
            }
        }
    }

    private void demand(long bytes) {
        if (bytes > plainEnd - plainAt) {
            throw new DamagedPageException("a page has fewer values than its header says");
        }
    }
}
