package io.featurestore.records.parquet.read.values;

import io.featurestore.records.text.Utf8Builder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;

/// Prints a row as a JSON object with all fields of its type, in their order. A field that the file lacks is
/// null.
final class JsonRow extends GroupConverter {
    private final JsonTarget target;
    private final JsonSlot slot;
    private final byte[][] keys;
    /// Whether a field is repeated without a list around it: an array that is never NULL.
    private final boolean[] bare;
    private final List<Converter> converters = new ArrayList<>();
    private int next;
    private boolean open;

    /// Creates a converter. [#add] adds its fields.
    ///
    /// @param names the names of the fields of its type
    JsonRow(List<String> names, JsonTarget target, JsonSlot slot) {
        this.target = target;
        this.slot = slot;
        keys = new byte[names.size()][];
        bare = new boolean[names.size()];
        for (int i = 0; i < keys.length; i++) {
            Utf8Builder key = new Utf8Builder();
            key.put(i == 0 ? '{' : ',');
            byte[] name = names.get(i).getBytes(StandardCharsets.UTF_8);
            JsonText.quote(name, 0, name.length, key);
            key.put(':');
            keys[i] = Arrays.copyOf(key.bytes(), key.size());
        }
    }

    /// Adds the converter of the next field of the file.
    void add(Converter converter) {
        converters.add(converter);
    }

    /// Returns the slot of a field of the type.
    ///
    /// @param repeated whether the field is repeated without a list around it
    JsonSlot field(int index, boolean repeated) {
        bare[index] = repeated;
        return () -> {
            if (open && next == index + 1) {
                target.out().put(',');
                return;
            }
            passTo(index);
            target.out().put(keys[index], 0, keys[index].length);
            next = index + 1;
            if (repeated) {
                target.out().put('[');
                open = true;
            }
        };
    }

    /// Prints the fields before one that have no value, and ends the one before them.
    private void passTo(int index) {
        if (open) {
            target.out().put(']');
            open = false;
        }
        for (; next < index; next++) {
            target.out().put(keys[next], 0, keys[next].length);
            target.out().ascii(bare[next] ? "[]" : "null");
        }
    }

    @Override
    public Converter getConverter(int field) {
        return converters.get(field);
    }

    @Override
    public void start() {
        slot.before();
        next = 0;
        open = false;
    }

    @Override
    public void end() {
        passTo(keys.length);
        target.out().put('}');
        slot.after();
    }
}
