package io.featurestore.records.parquet.read.values;

import java.util.function.Function;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;

/// Prints an array as JSON. In the three-level form, a group around each element tells a NULL element from
/// none; in the two-level form, no element is NULL (apache/parquet-format, LogicalTypes.md, "Lists").
final class JsonList extends GroupConverter {
    private final JsonTarget target;
    private final JsonSlot slot;
    private final Converter repeated;
    private boolean any;
    private boolean filled;

    /// Creates a converter.
    ///
    /// @param element makes the converter of the elements for a slot
    JsonList(boolean threeLevels, Function<JsonSlot, Converter> element, JsonTarget target, JsonSlot slot) {
        this.target = target;
        this.slot = slot;
        repeated = threeLevels ? new Entry(element.apply(() -> filled = true)) : element.apply(this::separate);
    }

    private void separate() {
        if (any) {
            target.out().put(',');
        }
        any = true;
    }

    @Override
    public Converter getConverter(int field) {
        return repeated;
    }

    @Override
    public void start() {
        slot.before();
        target.out().put('[');
        any = false;
    }

    @Override
    public void end() {
        target.out().put(']');
        slot.after();
    }

    /// The group around an element.
    private final class Entry extends GroupConverter {
        private final Converter element;

        Entry(Converter element) {
            this.element = element;
        }

        @Override
        public Converter getConverter(int field) {
            return element;
        }

        @Override
        public void start() {
            separate();
            filled = false;
        }

        @Override
        public void end() {
            if (!filled) {
                target.out().ascii("null");
            }
        }
    }
}
