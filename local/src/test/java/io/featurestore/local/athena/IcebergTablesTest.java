package io.featurestore.local.athena;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.iceberg.DeleteWriter;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.iceberg.PartitionWriter;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Queries Iceberg tables. What the answers have to be was asked of Trino 476.
class IcebergTablesTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.optional(1, "id", Types.StringType.get()),
            Types.NestedField.optional(2, "EventTime", Types.StringType.get()),
            Types.NestedField.optional(3, "n", Types.LongType.get()),
            Types.NestedField.optional(4, "write_time", Types.TimestampType.withZone()));

    @TempDir
    Path folder;

    private AthenaBench bench;
    private IcebergCatalog iceberg;

    @BeforeEach
    void open() throws Exception {
        bench = new AthenaBench(folder);
        iceberg = bench.iceberg();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    private Table days(String name, int version) {
        return iceberg.createTable(
                TableIdentifier.of("db", name),
                SCHEMA,
                PartitionSpec.builderFor(SCHEMA).truncate("EventTime", 10).build(),
                "s3://data/" + name,
                Map.of(TableProperties.FORMAT_VERSION, Integer.toString(version)));
    }

    private static List<DataFile> append(Table table, List<Record> rows) {
        List<DataFile> files = new PartitionWriter(table, table.schema())
                .write(rows, day -> table.location() + "/data/" + day + "/" + UUID.randomUUID() + ".parquet");
        AppendFiles append = table.newAppend();
        files.forEach(append::appendFile);
        append.commit();
        return files;
    }

    private static Record row(Table table, String id, String time, long n) {
        GenericRecord row = GenericRecord.create(table.schema());
        row.setField("id", id);
        row.setField("EventTime", time);
        row.setField("n", n);
        row.setField("write_time", OffsetDateTime.parse("2023-06-02T12:11:12.123+02:00"));
        return row;
    }

    @Test
    void showsTheColumnsOfTheMetadataInLowerCase() throws Exception {
        Table table = days("t", 2);
        assertThat(bench.csv("SELECT * FROM t")).isEqualTo("\"id\",\"eventtime\",\"n\",\"write_time\"\n");
        append(table, List.of(row(table, "a", "2022-11-09T01:00:00Z", 1)));

        assertThat(bench.csv("SELECT id, EVENTTIME, n FROM t WHERE \"EventTime\" > '2022'"))
                .isEqualTo("\"id\",\"EVENTTIME\",\"n\"\n\"a\",\"2022-11-09T01:00:00Z\",\"1\"\n");
    }

    @Test
    void readsFormerStatesByIdReferenceAndTime() throws Exception {
        Table table = days("t", 2);
        append(table, List.of(row(table, "a", "2022-11-09T01:00:00Z", 1)));
        long first = table.currentSnapshot().snapshotId();
        String time = OffsetDateTime.parse("1970-01-01T00:00:00Z")
                .plusNanos(table.currentSnapshot().timestampMillis() * 1_000_000)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
        table.updateSchema().renameColumn("n", "count").commit();
        Thread.sleep(2);
        append(table, List.of(row(table, "b")));
        table.manageSnapshots().createTag("old", first).commit();

        assertThat(bench.csv("SELECT id, count FROM t ORDER BY id")).endsWith("\"a\",\"1\"\n\"b\",\n");
        for (String state :
                List.of("VERSION AS OF " + first, "VERSION AS OF 'old'", "TIMESTAMP AS OF TIMESTAMP '" + time + "'")) {
            assertThat(bench.csv("SELECT t.id, t.n FROM db.t FOR " + state)).isEqualTo("\"id\",\"n\"\n\"a\",\"1\"\n");
        }
        assertThat(bench.csv("SELECT now.id FROM t AS now LEFT JOIN t FOR VERSION AS OF " + first
                        + " AS before ON now.id = before.id WHERE before.id IS NULL"))
                .isEqualTo("\"id\"\n\"b\"\n");
        assertThat(bench.csv("SELECT id FROM t FOR TIMESTAMP AS OF current_timestamp ORDER BY 1"))
                .endsWith("\"a\"\n\"b\"\n");
    }

    private static Record row(Table table, String id) {
        GenericRecord row = GenericRecord.create(table.schema());
        row.setField("id", id);
        row.setField("EventTime", "2022-11-09T02:00:00Z");
        return row;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            t FOR VERSION AS OF 1                  | NOT_SUPPORTED: Unsupported type for table version: integer
            t FOR VERSION AS OF 1.5                | NOT_SUPPORTED: Unsupported type for table version: decimal(2,1)
            t FOR VERSION AS OF BIGINT '1'         | INVALID_ARGUMENTS: Iceberg snapshot ID does not exists: 1
            t FOR VERSION AS OF 10000000000000     | INVALID_ARGUMENTS: Iceberg snapshot ID does not exists: 10000000000000
            t FOR VERSION AS OF 'x'                | INVALID_ARGUMENTS: Cannot find snapshot with reference name: x
            t FOR VERSION AS OF NULL               | INVALID_ARGUMENTS: line 1:17: Pointer value cannot be NULL
            t FOR VERSION AS OF id                 | COLUMN_NOT_FOUND: line 1:35: Column 'id' cannot be resolved
            t FOR TIMESTAMP AS OF '2000-01-01'     | TYPE_MISMATCH: line 1:17: Type varchar(10) invalid. Temporal pointers must be of type Timestamp, Timestamp with Time Zone, or Date.
            t FOR TIMESTAMP AS OF 5                | TYPE_MISMATCH: line 1:17: Type integer invalid. Temporal pointers must be of type Timestamp, Timestamp with Time Zone, or Date.
            t FOR TIMESTAMP AS OF DATE '2000-01-01' | INVALID_ARGUMENTS: No version history table "db".t at or before 2000-01-01T00:00:00Z
            t FOR TIMESTAMP AS OF TIMESTAMP '2000-01-01 00:00:00 UTC' | INVALID_ARGUMENTS: No version history table "db".t at or before 2000-01-01T00:00:00Z
            t FOR TIMESTAMP AS OF TIMESTAMP '2050-01-01 00:00:00' | INVALID_ARGUMENTS: line 1:17: Pointer value '2050-01-01 00:00:00' is not in the past
            "t$snapshots" FOR VERSION AS OF 'main' | NOT_SUPPORTED: This connector does not support versioned tables
            hive FOR VERSION AS OF 'main'          | NOT_SUPPORTED: This connector does not support versioned tables
            "t$foo"                                | TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.db."t$foo"' does not exist
            "nope$snapshots"                       | TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.db."nope$snapshots"' does not exist
            "hive$snapshots"                       | TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.db."hive$snapshots"' does not exist
            """)
    void refusesStatesThatAreNotThere(String from, String reason) throws Exception {
        Table table = days("t", 2);
        append(table, List.of(row(table, "a", "2022-11-09T01:00:00Z", 1)));
        bench.table("hive", "id bigint", "");

        assertThat(bench.csv("SELECT 1 FROM " + from)).isEqualTo("FAILED " + reason);
    }

    @Test
    void refusesTablesThatAthenaCannotRead() throws Exception {
        days("three", 3);
        assertThat(bench.csv("SELECT * FROM three"))
                .isEqualTo("FAILED NOT_SUPPORTED: Iceberg tables of format version 3 are not supported, only 1 and 2:"
                        + " db.three");

        Table lost = days("lost", 2);
        iceberg.files().deleteFile(iceberg.metadataLocation("db", "lost").orElseThrow());
        assertThat(bench.csv("SELECT * FROM lost"))
                .isEqualTo("FAILED ICEBERG_MISSING_METADATA: Metadata not found in metadata location for table "
                        + "db.lost");

        days("broken", 2);
        String metadata = iceberg.metadataLocation("db", "broken").orElseThrow();
        bench.text(metadata.substring("s3://data/".length()), "{\"format-version\": 2");
        assertThat(bench.csv("SELECT * FROM broken"))
                .isEqualTo("FAILED ICEBERG_INVALID_METADATA: Invalid metadata file for table db.broken");

        lost = days("hollow", 2);
        DataFile file =
                append(lost, List.of(row(lost, "a", "2022-11-09T01:00:00Z", 1))).getFirst();
        iceberg.files().deleteFile(file.location());
        assertThat(bench.csv("SELECT * FROM hollow"))
                .startsWith("FAILED ICEBERG_CANNOT_OPEN_SPLIT: Error opening Iceberg split " + file.location());
    }

    @Test
    void hidesTheColumnsThatTellTheFile() throws Exception {
        Table table = days("t", 2);
        DataFile file = append(table, List.of(row(table, "a", "2022-11-09T01:00:00Z", 1)))
                .getFirst();
        String hidden = "\"" + file.location() + "\",\"EventTime_trunc=2022-11-09\"";

        assertThat(bench.csv("SELECT \"$path\", \"$partition\" FROM t"))
                .isEqualTo("\"$path\",\"$partition\"\n" + hidden + "\n");
        assertThat(bench.csv("SELECT \"$path\", id FROM t")).endsWith("\"" + file.location() + "\",\"a\"\n");
        assertThat(bench.csv("SELECT * FROM t WHERE \"$path\" LIKE '%.parquet'"))
                .startsWith("\"id\",\"eventtime\",\"n\",\"write_time\"\n\"a\",");
        assertThat(bench.csv("SELECT x.*, y.\"$partition\" FROM t x JOIN t AS y ON x.\"$path\" = y.\"$path\""))
                .startsWith("\"id\",\"eventtime\",\"n\",\"write_time\",\"$partition\"\n\"a\",");
        assertThat(bench.csv("SELECT * FROM (SELECT \"$path\", n FROM t)"))
                .isEqualTo("\"$path\",\"n\"\n\"" + file.location() + "\",\"1\"\n");
        assertThat(bench.csv("SELECT \"$file_modified_time\" > TIMESTAMP '2020-01-01 00:00:00 UTC' AS late FROM t"))
                .endsWith("\"true\"\n");
        assertThat(bench.csv("SELECT \"$file_size\" FROM t")).startsWith("FAILED COLUMN_NOT_FOUND");
    }

    @Test
    void tellsItsMetadataAsTables() throws Exception {
        Table table = days("t", 2);
        DataFile first = append(table, List.of(row(table, "a", "2022-11-09T01:00:00Z", 1)))
                .getFirst();
        append(table, List.of(row(table, "b", "2022-11-10T01:00:00Z", 2), row(table, "c", "2022-11-10T02:00:00Z", 3)));
        table.newRowDelta()
                .addDeletes(new DeleteWriter(table)
                        .positions(
                                table.spec(),
                                first.partition(),
                                Map.of(first.location(), List.of(0L)),
                                "s3://data/t/data/deletes.parquet"))
                .commit();

        assertThat(bench.csv("SELECT operation, summary['total-records'] AS n, parent_id IS NULL AS oldest"
                        + " FROM \"t$snapshots\" ORDER BY committed_at, n"))
                .isEqualTo("\"operation\",\"n\",\"oldest\"\n\"append\",\"1\",\"true\"\n\"append\",\"3\",\"false\"\n"
                        + "\"delete\",\"3\",\"false\"\n");
        assertThat(bench.csv("SELECT count(*), bool_and(is_current_ancestor) FROM db.\"t$history\""))
                .endsWith("\"3\",\"true\"\n");
        assertThat(bench.csv(
                        "SELECT content, partition.eventtime_trunc AS day, record_count, element_at(lower_bounds, 1) AS least"
                                + " FROM \"awsdatacatalog\".\"db\".\"t$files\" ORDER BY 1, 2"))
                .isEqualTo("\"content\",\"day\",\"record_count\",\"least\"\n\"0\",\"2022-11-09\",\"1\",\"a\"\n"
                        + "\"0\",\"2022-11-10\",\"2\",\"b\"\n\"1\",\"2022-11-09\",\"1\",\n");
        assertThat(bench.csv("SELECT added_data_files_count, partition_summaries FROM \"t$manifests\" ORDER BY 2, 1"))
                .contains("\"[{contains_null=false, contains_nan=false, lower_bound=2022-11-10,"
                        + " upper_bound=2022-11-10}]\"");
        assertThat(bench.csv("SELECT partition, record_count, file_count, data.n FROM \"t$partitions\" ORDER BY 2"))
                .endsWith(
                        "\"{EventTime_trunc=2022-11-09}\",\"1\",\"1\",\"{min=1, max=1, null_count=0, nan_count=null}\""
                                + "\n\"{EventTime_trunc=2022-11-10}\",\"2\",\"1\","
                                + "\"{min=2, max=3, null_count=0, nan_count=null}\"\n");
        assertThat(bench.csv("SELECT name, type, snapshot_id FROM \"t$refs\""))
                .endsWith("\"main\",\"BRANCH\",\"" + table.currentSnapshot().snapshotId() + "\"\n");
    }

    @Test
    void readsTheFilesThatAConditionLeaves() throws Exception {
        Table table = days("t", 2);
        List<Record> rows = new ArrayList<>();
        for (int day = 1; day <= 28; day++) {
            for (int i = 0; i < 40; i++) {
                rows.add(
                        row(table, UUID.randomUUID().toString(), String.format("2022-11-%02dT01:%02d:00Z", day, i), i));
            }
        }
        append(table, rows);
        long all = scanned("SELECT id, eventtime FROM t");
        String day = "eventtime >= '2022-11-09' AND eventtime < '2022-11-10'";

        for (String sql : List.of(
                "SELECT id, eventtime FROM t WHERE " + day,
                "SELECT id, eventtime FROM (SELECT * FROM t) x WHERE " + day,
                "WITH x AS (SELECT id, eventtime, n FROM t WHERE " + day + ") SELECT id, eventtime FROM x",
                "SELECT id, eventtime FROM t WHERE eventtime BETWEEN '2022-11-09' AND '2022-11-09T9'",
                "SELECT id, eventtime FROM t WHERE eventtime LIKE '2022-11-09%'",
                "SELECT id, eventtime FROM t WHERE eventtime IN ('2022-11-09T01:00:00Z', '2022-11-09T01:01:00Z')")) {
            assertThat(scanned(sql)).as(sql).isPositive().isLessThan(all / 20);
            assertThat(inputRows(sql)).as(sql).isEqualTo(40);
        }
        // The newest rows of two days, joined: each side reads its own days.
        assertThat(inputRows("SELECT a.id FROM t a LEFT JOIN (SELECT id FROM t WHERE eventtime > '2022-11-27') b"
                        + " ON a.id = b.id WHERE a.eventtime < '2022-11-02'"))
                .isEqualTo(3 * 40);
        // Iceberg cannot evaluate this condition. Its column is read of all files, and the other one of one file.
        assertThat(scanned("SELECT id, eventtime FROM t WHERE substr(eventtime, 1, 10) = '2022-11-09'"))
                .isBetween(scanned("SELECT eventtime FROM t"), all / 2);
        assertThat(scanned("SELECT id FROM t WHERE eventtime > '2023'")).isZero();
        assertThat(bench.csv("SELECT count(*), sum(n) FROM t WHERE " + day)).endsWith("\"40\",\"780\"\n");
    }

    @Test
    void readsAllTypesThatTrinoWrites() throws Exception {
        Schema schema = new Schema(
                Types.NestedField.optional(1, "id", Types.IntegerType.get()),
                Types.NestedField.optional(2, "b", Types.BooleanType.get()),
                Types.NestedField.optional(3, "i", Types.IntegerType.get()),
                Types.NestedField.optional(4, "l", Types.LongType.get()),
                Types.NestedField.optional(5, "f", Types.FloatType.get()),
                Types.NestedField.optional(6, "d", Types.DoubleType.get()),
                Types.NestedField.optional(7, "dec", Types.DecimalType.of(20, 3)),
                Types.NestedField.optional(8, "da", Types.DateType.get()),
                Types.NestedField.optional(9, "ti", Types.TimeType.get()),
                Types.NestedField.optional(10, "ts", Types.TimestampType.withoutZone()),
                Types.NestedField.optional(11, "tz", Types.TimestampType.withZone()),
                Types.NestedField.optional(12, "s", Types.StringType.get()),
                Types.NestedField.optional(13, "u", Types.UUIDType.get()),
                Types.NestedField.optional(14, "bin", Types.BinaryType.get()),
                Types.NestedField.optional(
                        15,
                        "arr",
                        Types.ListType.ofOptional(
                                18,
                                Types.StructType.of(
                                        Types.NestedField.optional(19, "X", Types.IntegerType.get()),
                                        Types.NestedField.optional(20, "y", Types.StringType.get())))),
                Types.NestedField.optional(
                        16, "m", Types.MapType.ofOptional(21, 22, Types.StringType.get(), Types.LongType.get())),
                Types.NestedField.optional(
                        17,
                        "r",
                        Types.StructType.of(
                                Types.NestedField.optional(23, "City", Types.StringType.get()),
                                Types.NestedField.optional(
                                        24,
                                        "n",
                                        Types.StructType.of(
                                                Types.NestedField.optional(25, "z", Types.DoubleType.get()))))));
        Table table = iceberg.createTable(
                TableIdentifier.of("db", "types"), schema, PartitionSpec.unpartitioned(), "s3://data/types", Map.of());
        assertThat(table.schema().sameSchema(schema)).as("ids").isTrue();
        byte[] file;
        try (InputStream in =
                Objects.requireNonNull(IcebergTablesTest.class.getResourceAsStream("trino-types.parquet"))) {
            file = in.readAllBytes();
        }
        try (var out = table.io().newOutputFile("s3://data/types/a.parquet").create()) {
            out.write(file);
        }
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath("s3://data/types/a.parquet")
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(file.length)
                        .withRecordCount(3)
                        .build())
                .commit();

        List<String> lines =
                bench.csv("SELECT * FROM types ORDER BY id").lines().toList();

        assertThat(lines.get(2)).isEqualTo("\"2\"" + ",".repeat(16));
        assertThat(lines.get(1))
                .startsWith("\"1\",\"true\",\"-5\",\"9007199254740993\",\"1.5\",\"0.1\",\"12345678901234567.125\","
                        + "\"1969-12-31\",\"23:59:59.123")
                .contains("\"1969-12-31 23:59:59.123")
                .contains("\"2023-06-02 08:11:12.123")
                .endsWith("\"한\"\"x\",\"12151fd2-7586-11e9-8f9e-2a86e4085a59\",\"00 ff 10\","
                        + "\"[{X=1, y=a}, null, {X=null, y=}]\",\"{k=1, j=null}\",\"{City=Köln, n={z=2.5}}\"");
        assertThat(lines.get(3))
                .startsWith("\"3\",\"false\",\"2147483647\",\"-1\",\"-0.0\",\"1.0E300\",\"-0.001\",\"9999-12-31\",")
                .contains("\"9999-12-31 00:00:00.000", "\"0001-01-01 00:00:00.000")
                .endsWith("\"\",\"00000000-0000-0000-0000-000000000000\",\"\",\"[]\",\"{}\",\"{City=null, n=null}\"");
        // The manifest tells no sizes of columns here: the footer does.
        assertThat(scanned("SELECT id FROM types")).isPositive().isLessThan(scanned("SELECT id, arr FROM types"));
    }

    @Test
    void readsFilesWithoutFieldIdsByTheNameMapping() throws Exception {
        Schema schema = new Schema(
                Types.NestedField.optional(1, "id", Types.LongType.get()),
                Types.NestedField.optional(2, "region", Types.StringType.get()),
                Types.NestedField.optional(
                        3,
                        "address",
                        Types.StructType.of(
                                Types.NestedField.optional(5, "city", Types.StringType.get()),
                                Types.NestedField.optional(6, "zip", Types.LongType.get()))),
                Types.NestedField.optional(
                        4,
                        "list",
                        Types.ListType.ofOptional(
                                7, Types.StructType.of(Types.NestedField.optional(8, "a", Types.LongType.get())))));
        Table table = iceberg.createTable(
                TableIdentifier.of("db", "old"),
                schema,
                PartitionSpec.builderFor(schema).identity("region").build(),
                "s3://data/old",
                Map.of(TableProperties.DEFAULT_NAME_MAPPING, NameMappingParser.toJson(MappingUtil.create(schema))));
        // As an import of a Hive table: the region stands in the folder alone.
        bench.object(
                "old/a.parquet",
                "SELECT 1::INTEGER AS id, {'zip': 5::INTEGER, 'city': 'x'} AS address, [{'a': 7}, NULL] AS list"
                        + " UNION ALL SELECT 2, NULL, NULL");
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath("s3://data/old/a.parquet")
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(1000)
                        .withPartitionPath("region=eu")
                        .withRecordCount(2)
                        .build())
                .commit();
        table.updateSchema()
                .renameColumn("address.city", "town")
                .renameColumn("list.element.a", "b")
                .renameColumn("id", "key")
                .addColumn("more", Types.StringType.get())
                .commit();
        GenericRecord row = GenericRecord.create(table.schema());
        row.setField("key", 3L);
        row.setField("region", "us");
        append(table, List.of(row));

        assertThat(bench.csv("SELECT * FROM old ORDER BY key"))
                .isEqualTo("\"key\",\"region\",\"address\",\"list\",\"more\"\n"
                        + "\"1\",\"eu\",\"{town=x, zip=5}\",\"[{b=7}, null]\",\n\"2\",\"eu\",,,\n\"3\",\"us\",,,\n");
        assertThat(scanned("SELECT key, address FROM old")).isGreaterThan(scanned("SELECT key FROM old"));
    }

    private long scanned(String sql) throws InterruptedException {
        JsonNode execution = bench.run(sql);
        assertThat(execution.path("Status").path("StateChangeReason").asText(""))
                .isEmpty();
        return execution.path("Statistics").path("DataScannedInBytes").asLong();
    }

    private long inputRows(String sql) throws InterruptedException {
        String id = bench.startQuery(AthenaBench.start(sql));
        bench.ended(id);
        return bench.ofQuery("GetQueryRuntimeStatistics", id)
                .path("QueryRuntimeStatistics")
                .path("Rows")
                .path("InputRows")
                .asLong();
    }
}
