package io.featurestore.steps.estimate.footer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.QueryFailed;
import io.featurestore.records.ColumnType;
import io.featurestore.store.Table;
import io.featurestore.store.Table.Column;
import io.featurestore.store.files.DataFile;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each case was tried on Trino 476: a file with a column of the one type, read by a Hive table with the other.
class ColumnFitTest {
    private static final DataFile FILE =
            new DataFile(new ObjectRef(S3Uri.parse("s3://bucket/t/f.parquet"), "\"e\"", 9), Map.of());

    /// Names the type of a stored column.
    private static SchemaElement stored(String name, String type) {
        SchemaElement element = new SchemaElement(name).setRepetition_type(FieldRepetitionType.OPTIONAL);
        return switch (type) {
            case "boolean" -> element.setType(Type.BOOLEAN);
            case "int8" -> element.setType(Type.INT32).setConverted_type(ConvertedType.INT_8);
            case "int32" -> element.setType(Type.INT32);
            case "int64" -> element.setType(Type.INT64);
            case "float" -> element.setType(Type.FLOAT);
            case "double" -> element.setType(Type.DOUBLE);
            case "string" -> element.setType(Type.BYTE_ARRAY).setConverted_type(ConvertedType.UTF8);
            case "binary" -> element.setType(Type.BYTE_ARRAY);
            case "decimal(9,2)", "decimal(9,0)", "decimal(38,10)" -> {
                String[] numbers = type.replaceAll("[^0-9,]", "").split(",");
                yield element.setType(Type.FIXED_LEN_BYTE_ARRAY)
                        .setConverted_type(ConvertedType.DECIMAL)
                        .setPrecision(Integer.parseInt(numbers[0]))
                        .setScale(Integer.parseInt(numbers[1]));
            }
            case "date" -> element.setType(Type.INT32).setConverted_type(ConvertedType.DATE);
            case "int96" -> element.setType(Type.INT96);
            case "timestamp" -> element.setType(Type.INT64).setConverted_type(ConvertedType.TIMESTAMP_MICROS);
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static Table table(String... types) {
        List<Column> columns = new java.util.ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            columns.add(new Column("c" + i, ColumnType.parse(types[i])));
        }
        return new Table("g", "AwsDataCatalog", "db", "t", false, false, "id", "ts", List.of(), columns, List.of());
    }

    private static void check(Table table, SchemaElement... elements) {
        new ColumnFit(table, Set.of("c0", "c1")).check(FILE, footer(new Statistics(), elements));
    }

    private static FileMetaData footer(Statistics statistics, SchemaElement... elements) {
        List<SchemaElement> schema = new java.util.ArrayList<>(List.of(elements));
        int top = (int) Arrays.stream(elements)
                .filter(e -> !e.getName().equals("inner"))
                .count();
        schema.addFirst(new SchemaElement("schema").setNum_children(top));
        List<ColumnChunk> chunks = Arrays.stream(elements)
                .filter(e -> e.isSetType())
                .map(e -> new ColumnChunk(0)
                        .setMeta_data(new ColumnMetaData(
                                        e.getType(),
                                        List.of(Encoding.PLAIN),
                                        List.of(e.getName()),
                                        CompressionCodec.SNAPPY,
                                        1,
                                        1,
                                        1,
                                        4)
                                .setStatistics(statistics)))
                .toList();
        return new FileMetaData(1, schema, 1, List.of(new RowGroup(chunks, 1, 1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        boolean        | boolean
        int8           | tinyint smallint int bigint float double string varchar(3) decimal(9,2) decimal(18,0) date
        int32          | tinyint smallint int bigint float double string varchar(3) decimal(9,2) decimal(18,0) date
        int64          | tinyint smallint int bigint float double string varchar(3) date
        float          | float double string varchar(3)
        double         | double string varchar(3)
        string         | string varchar(3) char(3) binary
        binary         | string varchar(3) char(3) binary
        decimal(9,2)   | double string varchar(3) decimal(9,2) decimal(18,0) decimal(38,10)
        decimal(9,0)   | tinyint smallint int bigint float double string varchar(3) decimal(9,2) decimal(18,0) decimal(38,10) date
        decimal(38,10) | double string varchar(3) decimal(9,2) decimal(18,0) decimal(38,10)
        date           | date
        int96          | timestamp string varchar(3)
        """)
    void readsWhatTrinoReads(String stored, String readable) {
        List<String> all = List.of(
                "boolean tinyint smallint int bigint float double string varchar(3) char(3) binary decimal(9,2) decimal(18,0) decimal(38,10) date timestamp array<int> struct<a:int>"
                        .split(" "));
        List<String> read = all.stream()
                .filter(type -> {
                    try {
                        check(table(type), stored("c0", stored));
                        return true;
                    } catch (QueryFailed e) {
                        return false;
                    }
                })
                .toList();
        assertThat(read)
                .containsExactlyElementsOf(all.stream()
                        .filter(List.of(readable.split(" "))::contains)
                        .toList());
    }

    @Test
    void doubtsThatADecimalIsReadAsADouble() {
        ColumnFit fit = new ColumnFit(table("double", "double"), Set.of("c0", "c1"));
        fit.check(FILE, footer(new Statistics(), stored("c0", "decimal(9,2)"), stored("c1", "double")));
        fit.check(FILE, footer(new Statistics(), stored("c0", "decimal(9,0)")));
        assertThat(fit.doubts())
                .containsExactly("The column 'c0' of table db.t is double in the data catalog, but the file "
                        + "s3://bucket/t/f.parquet stores it as DECIMAL, which Trino 476 does not read as double, so that "
                        + "the query may fail. Write the file again with a column of type DOUBLE.");
    }

    @Test
    void findsColumnsWhateverTheirOrderAndCase() {
        check(table("bigint", "string"), stored("C1", "string"), stored("other", "boolean"), stored("c0", "int32"));
        check(table("bigint", "string"), stored("c1", "string"));
        assertThatThrownBy(() -> check(table("bigint", "string"), stored("C1", "double"), stored("C0", "string")))
                .isInstanceOf(QueryFailed.class)
                .hasMessage(
                        "The column 'C0' of table db.t is bigint in the data catalog, but the file s3://bucket/t/f.parquet"
                                + " stores it as BYTE_ARRAY (UTF8), and Athena cannot read that as bigint. Write the file again"
                                + " with a column of this type, change the type in the data catalog, or export without the column.");
    }

    @Test
    void tellsGroupsFromValues() {
        SchemaElement group = new SchemaElement("c0")
                .setRepetition_type(FieldRepetitionType.OPTIONAL)
                .setNum_children(1);
        check(table("struct<inner:int>", "int"), group, stored("inner", "int32"), stored("c1", "int32"));
        assertThatThrownBy(() -> check(table("int"), group, stored("inner", "int32")))
                .hasMessageContaining("stores it as a group of columns");
        assertThatThrownBy(() ->
                        check(table("array<int>", "int"), group, stored("inner", "int32"), stored("c1", "boolean")))
                .hasMessageContaining("The column 'c1'");
        check(table("array<int>"), stored("c0", "int32").setRepetition_type(FieldRepetitionType.REPEATED));
    }

    @ParameterizedTest
    @CsvSource({
        "int, 2147483647, true",
        "int, 2147483648, false",
        "int, -2147483649, false",
        "tinyint, -128, true",
        "tinyint, 128, false",
        "smallint, 70000, false",
        "bigint, 4000000000, true",
        "date, 4000000000, true"
    })
    void refusesValuesThatDoNotFitANarrowerType(String type, long value, boolean fits) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        FileMetaData footer = footer(new Statistics().setMin_value(bytes).setMax_value(bytes), stored("c0", "int64"));
        ColumnFit fit = new ColumnFit(table(type), Set.of("c0"));
        if (fits) {
            fit.check(FILE, footer);
        } else {
            assertThatThrownBy(() -> fit.check(FILE, footer)).hasMessageContaining("with the value " + value + ", and");
        }
    }
}
