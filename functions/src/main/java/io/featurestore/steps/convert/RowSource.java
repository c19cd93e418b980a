package io.featurestore.steps.convert;

import io.featurestore.failure.Internal;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.UnfitSchemaException;
import io.featurestore.records.parquet.CarriedSchema;
import io.featurestore.records.parquet.read.ParquetFile;
import io.featurestore.records.parquet.read.ReadSettings;
import io.featurestore.records.parquet.read.RowGroupReader;
import io.featurestore.records.parquet.read.UnreadableParquetException;
import io.featurestore.records.parquet.read.WantedColumn;
import io.featurestore.records.parquet.read.pages.NotParquetException;
import io.featurestore.records.parquet.read.pages.RangeSource;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Piece;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.store.objects.FooterReader;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.RangeStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.format.FileMetaData;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a chunk from the Parquet files of a result. A value is the text that Athena's CSV has
/// for it, so everything after this is the same as for a CSV object.
final class RowSource implements RecordSource, AutoCloseable {
    /// A row may be long, so the time is checked often; a check costs little.
    static final long ROWS_BETWEEN_CHECKS = 1_000;

    private final ObjectStore store;
    private final List<WantedColumn> columns;
    private final @Nullable CarriedSchema schema;
    private final Iterator<Piece> pieces;
    private long offset;
    private @Nullable ObjectRef opened;
    private @Nullable ParquetFile file;
    private @Nullable RowGroupReader rows;

    RowSource(ObjectStore store, Plan plan, Chunk chunk) {
        this.store = store;
        this.columns = columns(plan);
        this.schema = plan.files().filter(Plan.Files::typed).isPresent() ? new CarriedSchema(plan.columns()) : null;
        this.pieces = chunk.pieces().iterator();
        this.offset = chunk.start();
    }

    private static List<WantedColumn> columns(Plan plan) {
        List<WantedColumn> columns = new ArrayList<>();
        Plan.Files files = plan.files().orElseThrow();
        for (int i = 0; i < plan.columns().size(); i++) {
            OutputColumn column = plan.columns().get(i);
            columns.add(
                    files.typed()
                            ? new WantedColumn(column.outputName(), column.type())
                            : new WantedColumn(column.name(), files.types().get(i)));
        }
        return columns;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public boolean next(Fields record) throws IOException {
        try {
            while (rows == null || !rows.next(record)) {
                close();
                if (!pieces.hasNext()) {
                    return false;
                }
                rows = open(pieces.next());
            }
        } catch (UnreadableParquetException e) {
            throw new Internal(e.getMessage(), e);
        }
        offset++;
        return true;
    }

    /// Opens the rows of a piece. Pieces of one file follow one another, so its footer is read once.
    private RowGroupReader open(Piece piece) throws IOException {
        if (file == null || !piece.file().equals(opened)) {
            RangeSource source = new Ranges(store, piece.file());
            file = schema == null
                    ? ParquetFile.open(source, piece.file().size())
                    : ParquetFile.of(source, piece.file().size(), footer(piece.file(), schema));
            opened = piece.file();
        }
        return file.read(piece.rowGroup(), columns, piece.from(), piece.to(), ReadSettings.DEFAULT);
    }

    /// Returns the footer of a typed file, in which whole numbers are timestamps again.
    private FileMetaData footer(ObjectRef object, CarriedSchema types) {
        try {
            return types.applied(object.uri().toString(), FooterReader.read(store, object));
        } catch (NotParquetException e) {
            throw new Internal(
                    "The file " + object.uri() + " of the query's result is not a complete Parquet file: "
                            + e.getMessage() + ".",
                    e);
        } catch (UnfitSchemaException e) {
            throw new Internal(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }

    /// Reads ranges of one version of an object.
    private record Ranges(ObjectStore store, ObjectRef object) implements RangeSource {
        @Override
        public String name() {
            return object.uri().toString();
        }

        @Override
        public InputStream open(long from, long to) {
            return new RangeStream(store, object, from, to);
        }
    }
}
