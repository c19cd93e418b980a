package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.duck.DuckSession;
import io.featurestore.local.athena.duck.Relation;
import io.featurestore.local.athena.duck.Scan;
import io.featurestore.local.glue.Catalog;
import java.util.List;

/// A metadata table of an Iceberg table. It reads no data file.
///
/// @param table the table as the query sees it
/// @param content the columns and rows
record MetadataRelation(Catalog.Table table, MemoryTable content) implements Relation {
    private record Content(String sql) implements Rows {
        @Override
        public Scanned measure(Scan scan) {
            return Scanned.NOTHING;
        }
    }

    @Override
    public List<Column> columns() {
        return content.planned();
    }

    @Override
    public Rows open(int number, List<Scan> scans, DuckSession session) {
        return new Content(content.select());
    }
}
