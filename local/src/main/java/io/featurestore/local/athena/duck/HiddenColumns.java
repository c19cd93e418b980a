package io.featurestore.local.athena.duck;

import io.featurestore.local.athena.files.TableFiles;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.glue.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The columns of a table over files that `SELECT *` leaves out, such as `$path`: trino.io/docs/current/connector/
/// hive.html, "Special columns".
final class HiddenColumns {
    private static final Relation.Column PARTITION = new Relation.Column("$partition", "VARCHAR");
    private static final List<Relation.Column> ALL = List.of(
            new Relation.Column("$path", "VARCHAR"),
            new Relation.Column("$file_size", "BIGINT"),
            new Relation.Column("$file_modified_time", "TIMESTAMP WITH TIME ZONE"),
            PARTITION);

    private HiddenColumns() {}

    /// Returns the hidden columns of a table.
    static List<Relation.Column> of(Catalog.Table table) {
        return table.partitionKeys().isEmpty() ? ALL.subList(0, ALL.size() - 1) : ALL;
    }

    /// Returns a SELECT of the hidden columns of files, with the path of the link in [LinkFolder#FILE].
    ///
    /// @param links the files by the paths of their links; not empty
    static String rows(Map<String, TableFiles.DataFile> links, List<TableFiles.Part> parts) throws IOException {
        List<String> rows = new ArrayList<>();
        for (Map.Entry<String, TableFiles.DataFile> link : links.entrySet()) {
            TableFiles.DataFile file = link.getValue();
            long modified = Files.getLastModifiedTime(file.path()).toMillis();
            rows.add("(" + Sql.literal(link.getKey()) + ", "
                    + Sql.literal(file.uri().toString()) + ", " + file.size() + ", " + modified + ", "
                    + Sql.literal(parts.get(file.part()).name()) + ")");
        }
        return "SELECT f AS " + LinkFolder.FILE + ", p AS \"$path\", CAST(s AS BIGINT) AS \"$file_size\","
                + " to_timestamp(m / 1000.0) AS \"$file_modified_time\", n AS \"$partition\" FROM (VALUES "
                + String.join(", ", rows) + ") AS v(f, p, s, m, n)";
    }
}
