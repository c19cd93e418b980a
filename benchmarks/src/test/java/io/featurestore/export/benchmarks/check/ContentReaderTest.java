package io.featurestore.export.benchmarks.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContentReaderTest {
    private static final String HEADER = "customer_id,event_time,age,balance,segment,country,note,score,last_order_id,"
            + "is_deleted,write_time,api_invocation_time\n";
    private static final String FIRST =
            "\"C-1\",\"2026-01-01T00:00:00.000Z\",\"1\",\"1.0E7\",\"vip\",\"KR\",\"\",\"0.5\","
                    + "\"9007199254740993\",\"false\",\"2026-01-01 00:00:00.000\",\"2026-01-01 00:00:01.000\"\n";
    private static final String SECOND =
            "\"C-2\",\"2026-01-02T00:00:00.120Z\",\"2\",\"2.5\",\"vip\",\"US\",,,,\"true\","
                    + "\"2026-01-02 00:00:00.000\",\"2026-01-02 00:00:01.000\"\n";

    @TempDir
    private Path folder;

    private OutputContent expected;

    @BeforeEach
    void readTheSample() throws IOException, SQLException {
        expected = csv("sample.csv", HEADER + FIRST + SECOND);
    }

    @Test
    void findsTheSameRecordsInAnotherOrderAndSpelling() throws IOException, SQLException {
        assertThat(csv("other.csv", HEADER + SECOND + FIRST.replace("1.0E7", "10000000")))
                .isEqualTo(expected);
    }

    @Test
    void findsAChangedValue() throws IOException, SQLException {
        assertThat(csv("other.csv", HEADER + FIRST.replace("9007199254740993", "9007199254740992") + SECOND)
                        .differences(expected))
                .isEqualTo("values of last_order_id");
    }

    @Test
    void findsAnEmptyTextWhereThereWasNull() throws IOException, SQLException {
        assertThat(csv("other.csv", HEADER + FIRST + SECOND.replace("\"US\",,", "\"US\",\"\","))
                        .differences(expected))
                .isEqualTo("values of note");
    }

    @Test
    void findsNullWhereThereWasAnEmptyText() throws IOException, SQLException {
        assertThat(csv("other.csv", HEADER + FIRST.replace("\"KR\",\"\"", "\"KR\",") + SECOND)
                        .differences(expected))
                .isEqualTo("values of note");
    }

    @Test
    void findsValuesThatChangedPlaces() throws IOException, SQLException {
        assertThat(csv("other.csv", HEADER + FIRST.replace("KR", "US") + SECOND.replace("US", "KR"))
                        .differences(expected))
                .isEqualTo("which values are together in a record");
    }

    @Test
    void findsALostRecord() throws IOException, SQLException {
        assertThat(csv("other.csv", HEADER + FIRST).differences(expected)).isEqualTo("1 records instead of 2");
    }

    @Test
    void findsARecordThatIsThereTwice() throws IOException, SQLException {
        assertThat(csv("other.csv", HEADER + FIRST + FIRST).differences(csv("one.csv", HEADER + FIRST)))
                .isEqualTo("2 records instead of 1");
    }

    @Test
    void readsJsonWithItsTypes() throws IOException, SQLException {
        assertThat(ContentReader.of(ComparedOutput.JSON, files("data.json", """
                        {"customer_id":"C-2","event_time":"2026-01-02T00:00:00.120Z","age":2,"balance":2.5,"segment":"vip",\
                        "country":"US","note":null,"score":null,"is_deleted":true,"write_time":"2026-01-02T00:00:00.000",\
                        "api_invocation_time":"2026-01-02T00:00:01.000"}
                        {"customer_id":"C-1","event_time":"2026-01-01T00:00:00.000Z","age":1,"balance":1.0E7,"segment":"vip",\
                        "country":"KR","note":"","score":0.5,"last_order_id":9007199254740993,"is_deleted":false,\
                        "write_time":"2026-01-01T00:00:00.000","api_invocation_time":"2026-01-01T00:00:01.000"}
                        """)))
                .isEqualTo(expected);
    }

    @Test
    void takesTheEventTimeOfOnlineOutputInAnySpelling() throws IOException, SQLException {
        Path sample = Files.writeString(folder.resolve("one.csv"), HEADER + FIRST);
        OutputContent online = ContentReader.of(ComparedOutput.ONLINE_JSON_GZIP, files("data.json", """
                {"customer_id":"C-1","event_time":"2026-01-01T00:00:00Z","age":"1","balance":"10000000","segment":"vip",\
                "country":"KR","note":"","score":"0.5","last_order_id":"9007199254740993","is_deleted":"false",\
                "write_time":"2026-01-01 00:00:00.000","api_invocation_time":"2026-01-01 00:00:01.000"}
                """));

        assertThat(online).isEqualTo(ContentReader.ofSample(sample, true));
    }

    @Test
    void leavesTheManifestOut() throws IOException {
        Files.writeString(folder.resolve("data.json"), "{}\n");
        Files.writeString(folder.resolve("_data.json.manifest.json"), "{}\n");

        assertThat(OutputFolder.in(folder, ComparedOutput.JSON).files()).containsExactly(folder.resolve("data.json"));
        assertThat(OutputFolder.in(folder, ComparedOutput.JSON).bytes()).isEqualTo(3);
    }

    @Test
    void refusesAnOutputThatIsNotThere() {
        assertThatIllegalArgumentException().isThrownBy(() -> OutputFolder.in(folder, ComparedOutput.PARQUET_ZSTD));
    }

    private OutputContent csv(String name, String text) throws IOException, SQLException {
        return ContentReader.ofSample(Files.writeString(folder.resolve(name), text), false);
    }

    private OutputFolder files(String name, String text) throws IOException {
        return new OutputFolder(java.util.List.of(Files.writeString(folder.resolve(name), text)));
    }
}
