package io.featurestore.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.failure.TableNotFound;
import io.featurestore.store.Catalog;
import io.featurestore.store.Catalog.Column;
import io.featurestore.store.TableEntry;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.glue.GlueClient;

class GlueCatalogTest {
    private static final TableEntry TABLE = new TableEntry(Optional.empty(), "d", "t");
    private static final String COLUMNS =
            "\"StorageDescriptor\": {\"Columns\": [{\"Name\": \"a\", \"Type\": \"int\"}]}";

    private final CannedService service = new CannedService();
    private final GlueCatalog catalog =
            new GlueCatalog(() -> service.client(GlueClient.builder()), () -> service.client(AthenaClient.builder()));

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void readsColumnsAndPartitionKeys() {
        service.answers("""
                        {"Table": {"Name": "t", "StorageDescriptor": {"Columns": [{"Name": "a", "Type": "array<int>"}]},
                         "PartitionKeys": [{"Name": "year", "Type": "string"}]}}""");
        Catalog.Description table = catalog.table(TABLE).orElseThrow();
        assertThat(table.columns()).containsExactly(new Column("a", "array<int>"));
        assertThat(table.partitionKeys()).containsExactly(new Column("year", "string"));
        assertThat(table.iceberg()).isFalse();
        assertThat(service.asked().getFirst().body().toString()).isEqualTo("{\"DatabaseName\":\"d\",\"Name\":\"t\"}");
    }

    @Test
    void leavesOutTheColumnsAnIcebergTableNoLongerHas() {
        service.answers("""
                {"Table": {"Name": "t", "Parameters": {"table_type": "iceberg"}, "StorageDescriptor": {"Columns": [
                 {"Name": "a", "Type": "int", "Parameters": {"iceberg.field.current": "true"}},
                 {"Name": "dropped", "Type": "int", "Parameters": {"iceberg.field.current": "false"}}]}}}""");
        Catalog.Description table = catalog.table(TABLE).orElseThrow();
        assertThat(table.columns()).containsExactly(new Column("a", "int"));
        assertThat(table.iceberg()).isTrue();
    }

    @Test
    void findsNothingWhereThereIsNone() {
        service.fails("EntityNotFoundException", "Entity Not Found")
                .fails("EntityNotFoundException", "Entity Not Found");
        assertThat(catalog.table(TABLE)).isEmpty();
        service.fails("EntityNotFoundException", "Entity Not Found").answers("{\"Database\": {\"Name\": \"d\"}}");
        assertThat(catalog.table(TABLE)).isEmpty();
    }

    @Test
    void namesTheActionThatIsDenied() {
        service.fails("AccessDeniedException", "no");
        assertThatThrownBy(() -> catalog.table(TABLE))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("glue:GetTable on table d.t");
    }

    @Test
    void asksTheCatalogOfAnotherAccount() {
        service.answers("{\"Table\": {\"Name\": \"t\", \"DatabaseName\": \"d\", \"CatalogId\": \"111122223333\", "
                + COLUMNS + "}}");
        Catalog.Description table = catalog.table(new TableEntry(Optional.of("111122223333"), "d", "t"))
                .orElseThrow();
        assertThat(table.target()).isEmpty();
        assertThat(asked(0)).isEqualTo("{\"CatalogId\":\"111122223333\",\"DatabaseName\":\"d\",\"Name\":\"t\"}");
    }

    @Test
    void takesTheAnswerOfALinkThatGlueFollowed() {
        service.answers("{\"Table\": {\"Name\": \"t\", \"DatabaseName\": \"d\", " + COLUMNS + ", \"TargetTable\": "
                + link("x", "") + "}}");
        Catalog.Description table = catalog.table(TABLE).orElseThrow();
        assertThat(table.columns()).containsExactly(new Column("a", "int"));
        assertThat(table.target()).hasValue(new TableEntry(Optional.of("111122223333"), "far", "x"));
        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void followsALinkThatGlueDidNotFollow() {
        service.answers("{\"Table\": {\"Name\": \"t\", \"TargetTable\": " + link("x", ", \"Region\": \"us-east-1\"")
                        + "}}")
                .answers("{\"Table\": {\"Name\": \"x\", \"DatabaseName\": \"far\", " + COLUMNS + "}}");
        Catalog.Description table = catalog.table(TABLE).orElseThrow();
        assertThat(table.columns()).hasSize(1);
        assertThat(table.target()).hasValue(new TableEntry(Optional.of("111122223333"), "far", "x"));
        assertThat(asked(1)).isEqualTo("{\"CatalogId\":\"111122223333\",\"DatabaseName\":\"far\",\"Name\":\"x\"}");
    }

    @Test
    void findsATableBehindALinkOfItsDatabase() {
        service.answers("{\"Table\": {\"Name\": \"t\", \"DatabaseName\": \"far\", \"CatalogId\": \"111122223333\", "
                + COLUMNS + "}}");
        assertThat(catalog.table(TABLE).orElseThrow().target())
                .hasValue(new TableEntry(Optional.of("111122223333"), "far", "t"));
        service.fails("EntityNotFoundException", "Entity Not Found")
                .answers(
                        "{\"Database\": {\"Name\": \"d\", \"TargetDatabase\": {\"CatalogId\": \"111122223333\", \"DatabaseName\": \"far\"}}}")
                .answers("{\"Table\": {\"Name\": \"t\", \"DatabaseName\": \"far\", " + COLUMNS + "}}");
        assertThat(catalog.table(TABLE).orElseThrow().target())
                .hasValue(new TableEntry(Optional.of("111122223333"), "far", "t"));
    }

    @Test
    void refusesALinkToAnotherRegion() {
        service.answers(
                "{\"Table\": {\"Name\": \"t\", \"TargetTable\": " + link("x", ", \"Region\": \"eu-west-1\"") + "}}");
        assertThatThrownBy(() -> catalog.table(TABLE))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("d.t is a resource link to 111122223333.far.x in eu-west-1");
    }

    @Test
    void saysWhatIsWrongWithTheTargetOfALink() {
        String link = "{\"Table\": {\"Name\": \"t\", \"TargetTable\": " + link("x", "") + "}}";
        service.answers(link).fails("EntityNotFoundException", "Entity Not Found");
        assertThatThrownBy(() -> catalog.table(TABLE))
                .isInstanceOf(TableNotFound.class)
                .hasMessageContaining("d.t is a resource link to 111122223333.far.x, which does not exist");
        service.answers(link).fails("AccessDeniedException", "no");
        assertThatThrownBy(() -> catalog.table(TABLE))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("glue:GetTable on table 111122223333.far.x");
        for (int i = 0; i < 5; i++) {
            service.answers(link);
        }
        assertThatThrownBy(() -> catalog.table(TABLE))
                .isInstanceOf(TableNotFound.class)
                .hasMessageContaining("more than 4 resource links");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"Type\": \"GLUE\", \"Parameters\": {\"catalog-id\": \"111122223333\"}}; GLUE; 111122223333",
                "{\"Type\": \"GLUE\"}; GLUE; ''",
                "{\"Type\": \"LAMBDA\", \"Parameters\": {\"function\": \"f\"}}; FEDERATED; ''",
                "{\"Type\": \"HIVE\"}; FEDERATED; ''",
                "{\"Type\": \"FEDERATED\"}; FEDERATED; ''"
            })
    void knowsTheCatalogsThatAreRegisteredInAthena(String answer, Catalog.Kind kind, String id) {
        service.answers("{\"DataCatalog\": " + answer + "}");
        assertThat(catalog.registered("lake"))
                .hasValue(new Catalog.Registered(kind, Optional.of(id).filter(i -> !i.isEmpty())));
        assertThat(asked(0)).isEqualTo("{\"Name\":\"lake\"}");
    }

    @Test
    void tellsAnUnknownCatalogFromADeniedOne() {
        service.fails("InvalidRequestException", "DataCatalog lake was not found");
        assertThat(catalog.registered("lake")).isEmpty();
        service.fails("AccessDeniedException", "no");
        assertThatThrownBy(() -> catalog.registered("lake"))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("athena:GetDataCatalog on data catalog lake");
    }

    private static String link(String name, String more) {
        return "{\"CatalogId\": \"111122223333\", \"DatabaseName\": \"far\", \"Name\": \"" + name + "\"" + more + "}";
    }

    private String asked(int call) {
        return service.asked().get(call).body().toString();
    }
}
