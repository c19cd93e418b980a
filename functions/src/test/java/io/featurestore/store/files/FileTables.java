package io.featurestore.store.files;

import io.featurestore.records.ColumnType;
import io.featurestore.records.ColumnType.Simple;
import io.featurestore.store.Table;
import io.featurestore.store.Table.Column;
import io.featurestore.store.TableStorage;
import io.featurestore.store.TableStorage.Partition;
import io.featurestore.store.TableStorage.Place;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes tables in a store in memory, and finds their files.
final class FileTables {
    static final Instant NOW = Instant.parse("2024-05-17T13:45:30Z");

    final InMemoryObjectStore objects = new InMemoryObjectStore();

    /// What was found.
    record Found(List<DataFile> files, Findings findings) {
        List<String> keys() {
            return files.stream().map(file -> file.object().uri().key()).toList();
        }
    }

    /// Returns a table with partition keys, given as `name:type`.
    static Table table(String... keys) {
        List<Column> partitionKeys = Arrays.stream(keys)
                .map(key -> key.split(":", 2))
                .map(key -> new Column(key[0], key.length == 1 ? Simple.VARCHAR : ColumnType.parse(key[1])))
                .toList();
        return new Table(
                "group",
                "AwsDataCatalog",
                "db",
                "t",
                false,
                false,
                "id",
                "event_time",
                List.of(),
                List.of(),
                partitionKeys);
    }

    void put(String... uris) {
        for (String uri : uris) {
            objects.put(S3Uri.parse(uri), new byte[] {1}, "", Map.of(), IfExists.REPLACE);
        }
    }

    Found find(Table table, Place place, List<Partition> partitions, RowSelection selection) {
        TableStorage storage = new TableStorage() {
            @Override
            public Optional<Place> place(Table asked) {
                return Optional.of(place);
            }

            @Override
            public List<Partition> partitions(Table asked) {
                return partitions;
            }
        };
        List<DataFile> files = new ArrayList<>();
        Findings findings =
                new TableFiles(objects, storage, Clock.fixed(NOW, ZoneOffset.UTC)).visit(table, selection, files::add);
        return new Found(files, findings);
    }

    Found registered(Table table, String location, List<Partition> partitions) {
        return find(table, new Place(location, Optional.empty(), Map.of()), partitions, RowSelection.ALL);
    }

    Found projected(Table table, String location, Map<String, String> parameters, RowSelection selection) {
        return find(table, new Place(location, Optional.empty(), parameters), List.of(), selection);
    }
}
