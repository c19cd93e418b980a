package io.featurestore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.featurestore.failure.Failure;
import io.featurestore.records.ColumnType;
import io.featurestore.steps.Json;
import io.featurestore.store.Table.Column;
import io.featurestore.store.Table.Feature;
import io.featurestore.store.Table.FeatureType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableResolverTest {
    private static final String TABLE = "/catalog/sagemaker_featurestore.customers_1700000000";

    @Test
    void readsTheTableFromTheFeatureGroup() {
        Table table = Scene.good().table();
        assertThat(table.qualifiedName()).isEqualTo("sagemaker_featurestore.customers_1700000000");
        assertThat(table.featureGroupName()).isEqualTo("customers");
        assertThat(table.recordIdentifier()).isEqualTo("customer_id");
        assertThat(table.eventTime()).isEqualTo("Event_Time");
        assertThat(table.iceberg()).isFalse();
        assertThat(table.features()).hasSize(3).contains(new Feature("Event_Time", FeatureType.STRING));
        assertThat(table.columns()).hasSize(6).contains(new Column("write_time", new ColumnType.Timestamp(3, false)));
        assertThat(table.partitionKeys()).extracting(Column::name).containsExactly("year", "month", "day", "hour");
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatCannotBeExported() throws IOException {
        try (InputStream in = TableResolverTest.class.getResourceAsStream("refused.json")) {
            return StreamSupport.stream(Json.MAPPER.readTree(in).spliterator(), false)
                    .map(c -> DynamicTest.dynamicTest(c.get("case").asText(), () -> {
                        Scene scene = Scene.good();
                        c.get("set").properties().forEach(e -> scene.set(e.getKey(), e.getValue()));
                        assertThatThrownBy(scene::table).isInstanceOfSatisfying(Failure.class, e -> {
                            assertThat(e.code()).hasToString(c.get("code").asText());
                            c.get("says").forEach(s -> assertThat(e).hasMessageContaining(s.asText()));
                        });
                    }));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AwsDataCatalog", "AWSDataCatalog", "awsdatacatalog"})
    void spellsTheAccountsOwnCatalogAsAthenaDoes(String spelling) {
        assertThat(Scene.good()
                        .set("/group/offlineStore/table/catalog", spelling)
                        .table()
                        .catalog())
                .isEqualTo("AwsDataCatalog");
    }

    @Test
    void takesTheAccountsOwnCatalogWhereTheGroupNamesNone() {
        assertThat(Scene.good()
                        .set("/group/offlineStore/table/catalog", NullNode.getInstance())
                        .table()
                        .catalog())
                .isEqualTo("AwsDataCatalog");
    }

    /// The execution runs in the account 000000000000. The owner is that of the feature group; `here`, `there` and
    /// `linked` are names of databases.
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "AwsDataCatalog, 000000000000, -, AwsDataCatalog, -, here",
                "AwsDataCatalog, -, -, AwsDataCatalog, -, here",
                "AwsDataCatalog, 000000000000, there, AwsDataCatalog, -, there",
                "AwsDataCatalog, 999988887777, -, glue:arn:aws:glue:us-east-1:999988887777:catalog, 999988887777, here",
                "AwsDataCatalog, 999988887777, linked, AwsDataCatalog, -, linked",
                "000000000000, 000000000000, -, AwsDataCatalog, -, here",
                "999988887777, 000000000000, -, glue:arn:aws:glue:us-east-1:999988887777:catalog, 999988887777, here",
                "999988887777, 000000000000, there, glue:arn:aws:glue:us-east-1:999988887777:catalog, 999988887777, there",
                "lake, 000000000000, -, lake, 111122223333, here",
                "lake, 999988887777, there, lake, 111122223333, there",
                "mine, 000000000000, -, mine, -, here"
            })
    void findsTheCatalog(
            String named, String owner, String database, String catalog, String catalogId, String inDatabase) {
        Scene scene = Scene.good()
                .set("/group/offlineStore/table/catalog", named)
                .set("/group/offlineStore/table/database", "here");
        if (owner != null) {
            scene.set("/group/arn", "arn:aws:sagemaker:us-east-1:" + owner + ":feature-group/customers");
        }
        TableEntry entry = new TableEntry(Optional.ofNullable(catalogId), inDatabase, "customers_1700000000");
        FakeCatalog tables = scene.catalog().with(entry.toString(), good(scene));

        Table table = resolve(scene, Optional.ofNullable(database), tables);

        assertThat(table.catalog()).isEqualTo(catalog);
        assertThat(table.database()).isEqualTo(inDatabase);
        assertThat(table.entry()).isEqualTo(entry);
        assertThat(table.isInOwnCatalog()).isEqualTo(catalog.equals("AwsDataCatalog"));
    }

    @Test
    void queriesALinkByItsOwnNameAndReadsWhereItLeads() {
        Scene scene = Scene.good();
        TableEntry target = new TableEntry(Optional.of("999988887777"), "theirs", "t");
        Catalog.Description there = good(scene);
        FakeCatalog catalog = scene.catalog()
                .with(
                        "sagemaker_featurestore.customers_1700000000",
                        new Catalog.Description(
                                there.columns(),
                                there.partitionKeys(),
                                there.iceberg(),
                                there.location(),
                                Optional.of(target)));

        Table table = resolve(scene, Optional.empty(), catalog);

        assertThat(table.qualifiedName()).isEqualTo("sagemaker_featurestore.customers_1700000000");
        assertThat(table.catalog()).isEqualTo("AwsDataCatalog");
        assertThat(table.entry()).isEqualTo(target);
    }

    private static Catalog.Description good(Scene scene) {
        return scene.catalog()
                .table(new TableEntry(Optional.empty(), "sagemaker_featurestore", "customers_1700000000"))
                .orElseThrow();
    }

    private static Table resolve(Scene scene, Optional<String> database, Catalog catalog) {
        return TableResolver.resolve(
                "customers", database, Caller.ofArn(scene.export().execution().id()), scene.groups(), catalog);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/group/offlineStore/iceberg", TABLE + "/iceberg"})
    void takesTheGroupsOrTheCatalogsWordForIceberg(String pointer) {
        assertThat(Scene.good().set(pointer, BooleanNode.TRUE).table().iceberg())
                .isTrue();
    }

    @Test
    void findsAGroupByItsArnAndNamesItByItsName() {
        assertThat(Scene.good()
                        .set(
                                "/request/featureGroupName",
                                "arn:aws:sagemaker:us-east-1:123456789012:feature-group/customers")
                        .table()
                        .featureGroupName())
                .isEqualTo("customers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE_FAILED", "OTHER"})
    void exportsWhatIsStillThere(String status) {
        assertThat(Scene.good().set("/group/status", status).table().columns()).hasSize(6);
    }

    @Test
    void leavesATypeWithoutANameToTheResult() throws IOException {
        Scene scene = Scene.good().set(TABLE + "/partitionKeys", Json.MAPPER.readTree("""
                                     [{"name": "Shape", "type": "uniontype<int,string>"}]"""));
        assertThat(scene.table().partitionKeys()).containsExactly(new Column("shape", ColumnType.Simple.UNKNOWN));
    }
}
