package io.featurestore.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.AccessDenied;
import io.featurestore.store.Catalog;
import io.featurestore.store.Catalog.Column;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.GlueClient;

class GlueCatalogTest {
    private final CannedService service = new CannedService();
    private final GlueCatalog catalog = new GlueCatalog(() -> service.client(GlueClient.builder()));

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void readsColumnsAndPartitionKeys() {
        service.answers("""
                        {"Table": {"Name": "t", "StorageDescriptor": {"Columns": [{"Name": "a", "Type": "array<int>"}]},
                         "PartitionKeys": [{"Name": "year", "Type": "string"}]}}""");
        Catalog.Description table = catalog.table("d", "t").orElseThrow();
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
        Catalog.Description table = catalog.table("d", "t").orElseThrow();
        assertThat(table.columns()).containsExactly(new Column("a", "int"));
        assertThat(table.iceberg()).isTrue();
    }

    @Test
    void findsNothingWhereThereIsNone() {
        service.fails("EntityNotFoundException", "Entity Not Found");
        assertThat(catalog.table("d", "t")).isEmpty();
    }

    @Test
    void namesTheActionThatIsDenied() {
        service.fails("AccessDeniedException", "no");
        assertThatThrownBy(() -> catalog.table("d", "t"))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("glue:GetTable on table d.t");
    }
}
