package io.featurestore.records.parquet.read.values;

import io.featurestore.records.ColumnType.Simple;
import io.featurestore.records.text.Utf8Builder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;

/// Prints a map as a JSON object whose keys are in the order of Java's strings. Of two equal keys the last
/// one counts (trinodb/trino, `JsonUtil`, `MapJsonGeneratorWriter`).
final class JsonMap extends GroupConverter {
    private final JsonTarget target;
    private final JsonSlot slot;
    private final GroupConverter entry;
    private final Map<String, byte[]> values = new TreeMap<>();
    private String key = "";
    private int base;
    private boolean filled;

    /// Creates a converter.
    ///
    /// @param keys prints the keys as bare text
    /// @param value makes the converter of the values for a slot
    JsonMap(ValueText keys, Function<JsonSlot, Converter> value, JsonTarget target, JsonSlot slot) {
        this.target = target;
        this.slot = slot;
        // The text of a key is printed as a bare value, and taken back.
        JsonScalar keyConverter = new JsonScalar(Simple.BIGINT, keys, target, new JsonSlot() {
            @Override
            public void before() {
                // A key begins where the entry begins.
            }

            @Override
            public void after() {
                key = target.out().text(base);
                target.out().truncate(base);
            }
        });
        entry = new Entry(keyConverter, value.apply(() -> filled = true));
    }

    @Override
    public Converter getConverter(int field) {
        return entry;
    }

    @Override
    public void start() {
        slot.before();
        base = target.out().size();
        values.clear();
    }

    @Override
    public void end() {
        Utf8Builder out = target.out();
        char before = '{';
        for (Map.Entry<String, byte[]> value : values.entrySet()) {
            out.put(before);
            byte[] name = value.getKey().getBytes(StandardCharsets.UTF_8);
            JsonText.quote(name, 0, name.length, out);
            out.put(':');
            out.put(value.getValue(), 0, value.getValue().length);
            before = ',';
        }
        if (values.isEmpty()) {
            out.put('{');
        }
        out.put('}');
        slot.after();
    }

    private final class Entry extends GroupConverter {
        private final Converter keyConverter;
        private final Converter valueConverter;

        Entry(Converter keyConverter, Converter valueConverter) {
            this.keyConverter = keyConverter;
            this.valueConverter = valueConverter;
        }

        @Override
        public Converter getConverter(int field) {
            return field == 0 ? keyConverter : valueConverter;
        }

        @Override
        public void start() {
            filled = false;
        }

        @Override
        public void end() {
            Utf8Builder out = target.out();
            if (!filled) {
                out.ascii("null");
            }
            values.put(key, Arrays.copyOfRange(out.bytes(), base, out.size()));
            out.truncate(base);
        }
    }
}
