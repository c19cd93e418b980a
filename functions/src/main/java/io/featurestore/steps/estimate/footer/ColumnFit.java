package io.featurestore.steps.estimate.footer;

import io.featurestore.failure.QueryFailed;
import io.featurestore.records.ColumnType;
import io.featurestore.records.ColumnType.Simple;
import io.featurestore.store.Table;
import io.featurestore.store.Table.Column;
import io.featurestore.store.files.DataFile;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/// Refuses files whose columns the query engine cannot read as the types in the data catalog. Columns are
/// found by name, ignoring case; a column that a file lacks is NULL.
///
/// The rules are those of Trino 476 (trinodb/trino, `lib/trino-parquet`, `ColumnReaderFactory`, and
/// `plugin/trino-hive`, `ParquetPageSourceFactory`), tried on its Hive connector. It reads integers of any
/// width as integers of any other, if the values fit, and as double, text and, from 32 bits, short decimals;
/// float as double and text; decimals as decimals of other precision and scale and as text, and short ones
/// without decimals as integers; INT96 as timestamp and text. What this class does not know is accepted.
///
/// Trino 476 does not read a decimal as a double. SQL writers such as DuckDB store a literal like `1640995200.0` as a
/// decimal, and the embedded engine reads it, so this is a [doubt][#doubts] and no refusal.
public final class ColumnFit {
    private static final int SHORT_DECIMAL = 18;

    private final Map<String, ColumnType> types = new HashMap<>();
    private final Map<String, String> doubts = new ConcurrentSkipListMap<>();
    private final String table;

    /// Creates a check of the given columns of a table.
    public ColumnFit(Table table, Collection<String> columns) {
        this.table = table.qualifiedName();
        for (Column column : table.columns()) {
            if (columns.contains(column.name())) {
                types.put(column.name(), column.type());
            }
        }
    }

    /// Checks a file. The columns of an Iceberg table's files follow its schema, and are not checked.
    ///
    /// @throws QueryFailed if the engine cannot read a column; the message names the file, the column and
    ///     both types
    void check(DataFile file, FileMetaData footer) {
        if (file.metrics().isPresent()) {
            return;
        }
        List<SchemaElement> schema = FooterFields.schema(footer);
        int at = 1;
        int leaf = 0;
        for (int child = 0; child < schema.getFirst().getNum_children(); child++) {
            SchemaElement element = schema.get(at);
            int end = end(schema, at);
            ColumnType type = types.get(FooterFields.name(element).toLowerCase(Locale.ROOT));
            if (type != null) {
                if (!reads(type, element)) {
                    throw unreadable(file, element, type, "");
                }
                if (type == Simple.DOUBLE && FooterStatistics.isDecimal(element)) {
                    doubts.putIfAbsent(FooterFields.name(element), doubt(file, element));
                }
                if (!isGroup(element)) {
                    checkValues(file, footer, element, type, leaf);
                }
            }
            for (; at < end; at++) {
                leaf += isGroup(schema.get(at)) ? 0 : 1;
            }
        }
    }

    /// Returns a sentence for each column that Athena may be unable to read in one of the files checked so far.
    public List<String> doubts() {
        return List.copyOf(doubts.values());
    }

    private String doubt(DataFile file, SchemaElement element) {
        return "The column '" + FooterFields.name(element) + "' of table " + table
                + " is double in the data catalog, but the file "
                + file.object().uri() + " stores it as DECIMAL, which Trino 476 does not read as double, so that the "
                + "query may fail. Write the file again with a column of type DOUBLE.";
    }

    private static int end(List<SchemaElement> schema, int at) {
        int end = at + 1;
        for (int child = 0; isGroup(schema.get(at)) && child < schema.get(at).getNum_children(); child++) {
            end = end(schema, end);
        }
        return end;
    }

    private static boolean isGroup(SchemaElement element) {
        return element.isSetNum_children() && element.getNum_children() > 0;
    }

    private static boolean reads(ColumnType type, SchemaElement element) {
        boolean repeated = element.getRepetition_type() == FieldRepetitionType.REPEATED;
        if (type == Simple.UNKNOWN) {
            return true;
        }
        if (type.isNested()) {
            return isGroup(element) || repeated;
        }
        return !isGroup(element) && !repeated && readsLeaf(type, element);
    }

    private static boolean readsLeaf(ColumnType type, SchemaElement element) {
        Type physical = FooterFields.type(element);
        boolean number = physical == Type.INT32 || physical == Type.INT64;
        boolean integer = number && isPlainInteger(element);
        return switch (type) {
            case Simple.BOOLEAN -> physical == Type.BOOLEAN;
            case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER -> integer || isWholeDecimal(element);
            case Simple.BIGINT -> integer || isWholeDecimal(element) || physical == Type.INT64 && isTime(element);
            case Simple.DATE -> integer || isWholeDecimal(element) || physical == Type.INT32 && isDate(element);
            case Simple.REAL -> physical == Type.FLOAT || integer || isWholeDecimal(element);
            case Simple.DOUBLE ->
                physical == Type.DOUBLE || physical == Type.FLOAT || integer || FooterStatistics.isDecimal(element);
            case Simple.VARCHAR -> physical != Type.BOOLEAN && !isDate(element);
            case Simple.CHAR -> physical == Type.BYTE_ARRAY;
            case Simple.VARBINARY ->
                physical == Type.BYTE_ARRAY
                        || physical == Type.FIXED_LEN_BYTE_ARRAY && !FooterStatistics.isDecimal(element);
            case ColumnType.Decimal decimal ->
                FooterStatistics.isDecimal(element)
                        || physical == Type.INT32 && integer && decimal.precision() <= SHORT_DECIMAL;
            case ColumnType.Timestamp _ -> physical == Type.INT96 || physical == Type.INT64 && isTimestamp(element);
            default -> true;
        };
    }

    private static boolean isPlainInteger(SchemaElement element) {
        boolean logical =
                element.getLogicalType() == null || element.getLogicalType().isSetINTEGER();
        boolean converted = element.getConverted_type() == null
                || switch (element.getConverted_type()) {
                    case INT_8, INT_16, INT_32, INT_64, UINT_8, UINT_16, UINT_32, UINT_64 -> true;
                    default -> false;
                };
        return logical && converted;
    }

    private static boolean isWholeDecimal(SchemaElement element) {
        return FooterStatistics.isDecimal(element)
                && element.getScale() == 0
                && element.getPrecision() <= SHORT_DECIMAL;
    }

    private static boolean isDate(SchemaElement element) {
        return element.getConverted_type() == ConvertedType.DATE
                || element.getLogicalType() != null && element.getLogicalType().isSetDATE();
    }

    private static boolean isTimestamp(SchemaElement element) {
        return element.getConverted_type() == ConvertedType.TIMESTAMP_MILLIS
                || element.getConverted_type() == ConvertedType.TIMESTAMP_MICROS
                || element.getLogicalType() != null && element.getLogicalType().isSetTIMESTAMP();
    }

    private static boolean isTime(SchemaElement element) {
        return isTimestamp(element)
                || element.getConverted_type() == ConvertedType.TIME_MICROS
                || element.getLogicalType() != null && element.getLogicalType().isSetTIME();
    }

    /// Checks that the values of an integer column fit the narrower type of the catalog.
    private void checkValues(DataFile file, FileMetaData footer, SchemaElement element, ColumnType type, int leaf) {
        Optional<BigDecimal> most =
                switch (type) {
                    case Simple.TINYINT -> Optional.of(BigDecimal.valueOf(Byte.MAX_VALUE));
                    case Simple.SMALLINT -> Optional.of(BigDecimal.valueOf(Short.MAX_VALUE));
                    case Simple.INTEGER -> Optional.of(BigDecimal.valueOf(Integer.MAX_VALUE));
                    default -> Optional.empty();
                };
        if (most.isEmpty()) {
            return;
        }
        for (RowGroup group : FooterFields.rowGroups(footer)) {
            ColumnMetaData chunk = FooterFields.chunk(group, leaf);
            ValueBounds bounds = FooterStatistics.bounds(element, chunk, group.getNum_rows());
            for (Optional<Object> bound : List.of(bounds.least(), bounds.most())) {
                if (bound.orElse(null) instanceof BigDecimal value
                        && (value.compareTo(most.get()) > 0
                                || value.compareTo(most.get().negate().subtract(BigDecimal.ONE)) < 0)) {
                    throw unreadable(file, element, type, " with the value " + value.toPlainString());
                }
            }
        }
    }

    private QueryFailed unreadable(DataFile file, SchemaElement element, ColumnType type, String value) {
        return new QueryFailed("The column '" + FooterFields.name(element) + "' of table " + table + " is " + type
                + " in the data catalog, but the file " + file.object().uri() + " stores it as " + stored(element)
                + value
                + ", and Athena cannot read that as " + type
                + ". Write the file again with a column of this type, change the type in the data catalog, or export "
                + "without the column.");
    }

    private static String stored(SchemaElement element) {
        if (isGroup(element)) {
            return "a group of columns";
        }
        String physical = FooterFields.type(element).toString();
        String meaning = element.getConverted_type() != null
                ? element.getConverted_type().toString()
                : FooterStatistics.isDecimal(element)
                        ? "DECIMAL"
                        : FooterStatistics.isText(element)
                                ? "UTF8"
                                : isDate(element) ? "DATE" : isTimestamp(element) ? "TIMESTAMP" : "";
        String repeated = element.getRepetition_type() == FieldRepetitionType.REPEATED ? "repeated " : "";
        return repeated + physical + (meaning.isEmpty() ? "" : " (" + meaning + ")");
    }
}
