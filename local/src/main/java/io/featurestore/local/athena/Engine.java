package io.featurestore.local.athena;

import io.featurestore.local.athena.duck.HiveRelation;
import io.featurestore.local.athena.duck.Relation;
import io.featurestore.local.athena.duck.Scratch;
import io.featurestore.local.athena.files.Footers;
import io.featurestore.local.athena.iceberg.IcebergQuery;
import io.featurestore.local.athena.parquet.FileLayout;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Translation;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.storage.Buckets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Holds what all queries use.
///
/// @param catalog the tables
/// @param buckets the store of the tables' files and of the results
/// @param scratch the place of temporary files
/// @param footers the footers of the tables' files
/// @param clock the time of the queries
/// @param layout the files of the statements that write some
record Engine(
        Catalog catalog,
        Buckets buckets,
        Scratch scratch,
        Footers footers,
        Clock clock,
        AtomicReference<FileLayout> layout) {
    /// Creates an engine with the usual layout.
    Engine(Catalog catalog, Buckets buckets, Scratch scratch, Footers footers, Clock clock) {
        this(catalog, buckets, scratch, footers, clock, new AtomicReference<>(FileLayout.USUAL));
    }

    /// Returns the tables of a query.
    ///
    /// @param iceberg the Iceberg tables of the query
    /// @throws QueryFailure if one of them is not served
    List<Relation> relations(Translation translation, IcebergQuery iceberg) throws QueryFailure {
        List<Relation> relations = new ArrayList<>();
        for (Catalog.Table table : translation.tables()) {
            Optional<Relation> known = iceberg.relation(table, translation.hidden());
            if (known.isPresent()) {
                relations.add(known.get());
                continue;
            }
            relations.add(new HiveRelation(
                    table,
                    catalog.partitions(table.database(), table.name()),
                    buckets,
                    footers,
                    translation.hidden(),
                    clock.instant()));
        }
        return relations;
    }
}
