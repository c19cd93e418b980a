package io.featurestore.records.parquet.read;

import io.featurestore.records.Fields;
import io.featurestore.records.RecordLimits;
import io.featurestore.records.parquet.read.pages.ChunkPages;
import io.featurestore.records.parquet.read.pages.ChunkStream;
import io.featurestore.records.parquet.read.pages.LibraryPages;
import io.featurestore.records.parquet.read.pages.PageDecompressor;
import io.featurestore.records.parquet.read.pages.PageMemory;
import io.featurestore.records.parquet.read.values.NestedConverters;
import io.featurestore.records.parquet.read.values.NestedConverters.UnfitTypeException;
import io.featurestore.records.parquet.read.values.ValueText;
import io.featurestore.records.parquet.read.values.ValueTexts;
import io.featurestore.records.text.Utf8Builder;
import io.featurestore.records.text.ValueFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/// Reads rows of one row group as records of text, as Athena prints them in its CSV. It holds the bytes that
/// [ReadSettings] allow, one page and one dictionary per column, and one record, whatever the size of the row
/// group. Every method throws [UnreadableParquetException] if the file cannot be read, and [IOException], or
/// whatever exception the source threw, if its bytes cannot be read now. Not thread-safe.
public final class RowGroupReader implements AutoCloseable {
    private final List<Column> columns = new ArrayList<>();
    private final PageDecompressor decompressor = new PageDecompressor();
    private final PageMemory memory;
    private final Utf8Builder text = new Utf8Builder();
    /// The values of each column; null if the file lacks it.
    private final @Nullable ColumnText[] readers;
    private final long to;
    private long row;

    /// A column that is being read.
    ///
    /// @param streams the bytes of its chunks
    private record Column(ColumnPlace place, List<ChunkStream> streams) {}

    /// A column whose chunks are not opened yet.
    private record Prepared(
            ColumnPlace place,
            Optional<Type> stored,
            Optional<ValueText> text,
            Optional<NestedConverters> converters,
            MessageType schema,
            List<Integer> chunks,
            List<ColumnMetaData> metadata) {}

    RowGroupReader(ParquetFile file, int group, List<WantedColumn> wanted, long from, long to, ReadSettings settings)
            throws IOException {
        long rows = file.rowGroups().get(group).rows();
        if (from < 0 || from > to || to > rows) {
            throw new IllegalArgumentException("rows " + from + " to " + to + " of " + rows);
        }
        this.to = to;
        row = from;
        memory = new PageMemory(settings.pageBytes());
        readers = new ColumnText[wanted.size()];
        ChunkLoader loader = new ChunkLoader(file.source(), settings);
        List<Prepared> prepared = new ArrayList<>();
        for (WantedColumn column : wanted) {
            prepared.add(prepare(file, group, column, rows, loader));
        }
        if (from == to) {
            return;
        }
        List<ChunkStream> streams = loader.open();
        try {
            for (Prepared column : prepared) {
                List<ChunkStream> own =
                        column.chunks().stream().map(streams::get).toList();
                columns.add(new Column(column.place(), own));
                if (column.stored().isPresent()) {
                    readers[columns.size() - 1] = open(column, file.createdBy(), rows, from, own);
                }
            }
        } catch (IOException | RuntimeException e) {
            streams.forEach(ChunkStream::close);
            close();
            throw e;
        }
    }

    /// Decides how a column is read, before anything of it is read.
    private static Prepared prepare(ParquetFile file, int group, WantedColumn wanted, long rows, ChunkLoader loader) {
        ColumnPlace place = new ColumnPlace(file.source().name(), group, wanted.name());
        Optional<Type> stored = file.column(wanted.name());
        if (stored.isEmpty()) {
            return new Prepared(
                    place, stored, Optional.empty(), Optional.empty(), new MessageType("file"), List.of(), List.of());
        }
        Type column = stored.get();
        Optional<ValueText> text = Optional.empty();
        Optional<NestedConverters> nested = Optional.empty();
        MessageType schema = new MessageType("file", column);
        if (wanted.type().isNested()) {
            try {
                nested = Optional.of(new NestedConverters(wanted.type(), column));
            } catch (UnfitTypeException e) {
                throw place.unfit(e.type(), e.stored());
            }
            schema = nested.get().schema();
        } else {
            if (column.isPrimitive() && !column.isRepetition(Repetition.REPEATED)) {
                text = ValueTexts.of(wanted.type(), wanted.length(), column.asPrimitiveType(), false);
            }
            if (text.isEmpty()) {
                throw place.unfit(wanted.type(), column);
            }
        }
        List<Integer> chunks = new ArrayList<>();
        List<ColumnMetaData> metadata = new ArrayList<>();
        for (ColumnDescriptor leaf : schema.getColumns()) {
            int number = file.schema().getColumns().indexOf(leaf);
            ColumnMetaData chunk = readable(file.chunk(group, number), place);
            if (text.isPresent() && chunk.getNum_values() != rows) {
                throw place.damaged(
                        chunk.getData_page_offset(),
                        new IllegalArgumentException(
                                chunk.getNum_values() + " values where the row group has " + rows + " rows"));
            }
            chunks.add(loader.add(chunk));
            metadata.add(chunk);
        }
        return new Prepared(place, stored, text, nested, schema, chunks, metadata);
    }

    private static ColumnMetaData readable(ColumnChunk chunk, ColumnPlace place) {
        ColumnMetaData metadata = chunk.getMeta_data();
        if (metadata == null || chunk.isSetCrypto_metadata()) {
            throw place.unsupported("is encrypted");
        }
        if (chunk.isSetFile_path()) {
            throw place.unsupported("lies in another file (" + chunk.getFile_path() + ")");
        }
        if (metadata.getCodec() == null || !PageDecompressor.knows(metadata.getCodec())) {
            throw place.unsupported("is compressed with " + metadata.getCodec());
        }
        return metadata;
    }

    private ColumnText open(Prepared column, String createdBy, long rows, long from, List<ChunkStream> streams)
            throws IOException {
        try {
            Map<String, ChunkPages> pages = new HashMap<>();
            List<ColumnDescriptor> leaves = column.schema().getColumns();
            for (int i = 0; i < leaves.size(); i++) {
                pages.put(
                        String.join(".", leaves.get(i).getPath()),
                        new ChunkPages(streams.get(i), column.metadata().get(i), decompressor, memory));
            }
            LibraryPages library = new LibraryPages(pages, rows);
            ColumnText reader;
            if (column.converters().isPresent()) {
                reader = new NestedColumn(column.converters().get(), library, createdBy);
            } else {
                ValueText values = column.text().orElseThrow();
                ChunkPages own = pages.values().iterator().next();
                reader = new FlatColumn(own, column.stored().orElseThrow().asPrimitiveType(), values, () -> {
                    long left = own.left();
                    return new LibraryColumn(columnReader(column.schema(), library, createdBy), values, left);
                });
            }
            reader.skip(from);
            return reader;
        } catch (IOException | RuntimeException e) {
            throw explained(e, column.place(), streams);
        }
    }

    private static ColumnReader columnReader(MessageType schema, LibraryPages pages, String createdBy) {
        return new ColumnReadStoreImpl(pages, new GroupRecordConverter(schema).getRootConverter(), schema, createdBy)
                .getColumnReader(schema.getColumns().getFirst());
    }

    /// Returns the number within the row group of the next row.
    public long position() {
        return row;
    }

    /// Reads the next row.
    ///
    /// @param record receives the values in the order of the wanted columns; they are valid until the next
    ///     call
    /// @return whether there was another row
    public boolean next(Fields record) throws IOException {
        if (row == to) {
            return false;
        }
        text.truncate(0);
        int number = 0;
        try {
            for (; number < readers.length; number++) {
                ColumnText reader = readers[number];
                int start = text.size();
                if (reader != null && reader.next(text)) {
                    record.set(number, start, text.size() - start);
                } else {
                    record.setNull(number);
                }
            }
            if (text.size() > RecordLimits.MAX_BYTES) {
                number = 0;
                throw new ValueFormatException("row " + row + " has " + text.size() + " bytes, more than the limit of "
                        + RecordLimits.MAX_BYTES);
            }
        } catch (IOException | RuntimeException e) {
            Column column = columns.get(number);
            throw explained(e, column.place(), column.streams());
        }
        record.buffer(text.bytes());
        row++;
        return true;
    }

    /// Returns the exception that tells the caller what happened: that of the source, or one that names the
    /// place.
    private static RuntimeException explained(Exception e, ColumnPlace place, List<ChunkStream> streams)
            throws IOException {
        for (ChunkStream stream : streams) {
            Exception broken = stream.broken();
            if (broken instanceof IOException io) {
                throw io;
            }
            if (broken instanceof RuntimeException own) {
                return own;
            }
        }
        return switch (e) {
            case UnreadableParquetException known -> known;
            case ValueFormatException value -> place.value(value.reason(), value);
            case PageMemory.ExceededException exceeded -> place.unsupported(String.valueOf(exceeded.getMessage()));
            default ->
                place.damaged(
                        streams.stream().mapToLong(ChunkStream::offset).max().orElse(0), e);
        };
    }

    /// Frees native memory and ends the reading of bytes ahead.
    @Override
    public void close() {
        columns.forEach(column -> column.streams().forEach(ChunkStream::close));
        decompressor.close();
    }
}
