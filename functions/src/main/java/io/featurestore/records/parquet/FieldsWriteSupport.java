package io.featurestore.records.parquet;

import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.UnfitValueException;
import io.featurestore.records.text.ValueFormatException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/// Passes records to Parquet's own writer, parsing each value from its bytes.
final class FieldsWriteSupport extends WriteSupport<Fields> {
    private final MessageType schema;
    private final String[] names;
    private final ValueWriter[] writers;
    private @Nullable RecordConsumer consumer;

    FieldsWriteSupport(List<OutputColumn> columns, MessageType schema) {
        this.schema = schema;
        names = columns.stream().map(OutputColumn::outputName).toArray(String[]::new);
        writers = new ValueWriter[names.length];
        for (int i = 0; i < writers.length; i++) {
            OutputColumn column = columns.get(i);
            writers[i] = ParquetSchema.isNested(column)
                    ? new NestedColumn(names[i], i, column.type())
                    : new FlatColumn(names[i], i, ScalarWriter.of(column));
        }
    }

    /// Writes the values of one column.
    interface ValueWriter {
        /// Writes a value that is not NULL in SQL.
        void write(byte[] bytes, int start, int length, RecordConsumer to);
    }

    private record FlatColumn(String name, int index, ScalarWriter scalar) implements ValueWriter {
        @Override
        public void write(byte[] bytes, int start, int length, RecordConsumer to) {
            to.startField(name, index);
            scalar.write(bytes, start, length, to);
            to.endField(name, index);
        }
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(schema, Map.of());
    }

    @Override
    @Deprecated
    public WriteContext init(org.apache.hadoop.conf.Configuration configuration) {
        return new WriteContext(schema, Map.of());
    }

    /// Is called once for every row group.
    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(Fields values) {
        RecordConsumer to = consumer;
        if (to == null) {
            throw new IllegalStateException("not prepared");
        }
        to.startMessage();
        for (int i = 0; i < writers.length; i++) {
            if (values.isNull(i)) {
                continue;
            }
            try {
                writers[i].write(values.bytes(), values.start(i), values.length(i), to);
            } catch (ValueFormatException e) {
                throw new UnfitValueException(names[i], values.text(i), e.reason());
            }
        }
        to.endMessage();
    }
}
