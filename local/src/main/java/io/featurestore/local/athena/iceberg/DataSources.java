package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.sql.QueryFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.types.Types;

/// Prints what DuckDB reads data files from: one source for all files with field ids, and one for each layout of the
/// files without them.
final class DataSources {
    private final Connection duck;
    private final DuckFiles files;
    private final Optional<NamedFiles> named;

    /// Creates the sources.
    ///
    /// @param named the way to read files without field ids, if the table can have such files
    DataSources(Connection duck, DuckFiles files, Optional<NamedFiles> named) {
        this.duck = duck;
        this.files = files;
        this.named = named;
    }

    /// Returns the sources of files. Each has the columns, called by the prefix and their field ids.
    ///
    /// @param places whether a source also has the columns [DuckFiles#FILE] and [DuckFiles#POSITION]
    List<String> of(List<DataFile> data, Collection<Types.NestedField> columns, String prefix, boolean places)
            throws SQLException, QueryFailure {
        List<String> sources = new ArrayList<>();
        if (data.isEmpty()) {
            return sources;
        }
        String options = places ? ", filename = '" + DuckFiles.FILE + "', " + DuckFiles.POSITION + " = true" : "";
        String extra = places ? ", " + DuckFiles.FILE + ", " + DuckFiles.POSITION : "";
        if (named.isEmpty()) {
            sources.add(files.read(data, columns, prefix, options));
            return sources;
        }
        for (var group : named.get().layouts(duck, data).entrySet()) {
            sources.add(
                    group.getKey().isEmpty()
                            ? files.read(group.getValue(), columns, prefix, options)
                            : named.get()
                                    .read(group.getKey().get(), group.getValue(), columns, prefix, options, extra));
        }
        return sources;
    }
}
