package io.featurestore.local.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.sagemaker.FeatureGroup;
import io.featurestore.local.sagemaker.FeatureGroups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Records put, read and deleted: the meeting of rules, online stores and offline stores.
final class Records implements AutoCloseable {
    private static final Pattern ONLINE_FILE = Pattern.compile("online-(.+)-(\\d+)\\.jsonl");

    private final FeatureGroups groups;
    private final Path folder;
    private final Clock clock;
    private final OfflineStore offline;
    private final Map<Path, OnlineStore> online = new HashMap<>();

    Records(FeatureGroups groups, Catalog catalog, Buckets buckets, Path folder, Clock clock) {
        this.groups = groups;
        this.folder = folder;
        this.clock = clock;
        this.offline = new OfflineStore(groups, catalog, buckets, folder, clock);
        forgetDeleted();
    }

    void put(FeatureGroup group, JsonNode values, Stores stores, Optional<Duration> timeToLive) {
        CheckedRecord record = RecordRules.check(group, values);
        // What the offline store would refuse must not reach the online one either.
        stores.offline().ifPresent(store -> offline.check(group, store, record));
        Instant invoked = clock.instant();
        if (stores.online()) {
            Optional<Instant> expires = timeToLive.or(group::timeToLive).map(record.eventTime()::plus);
            online(group).put(record, values, expires);
        }
        stores.offline().ifPresent(store -> offline.append(group, store, record, invoked, false));
    }

    /// Deletes a record; the offline store gets a tombstone: the identifier, the event time and nothing else.
    void delete(FeatureGroup group, String identifier, String eventTime, Stores stores, boolean hard) {
        RecordRules.checkIdentifier(group, identifier);
        Instant time = RecordRules.eventTime(group, eventTime);
        CheckedRecord tombstone = new CheckedRecord(
                identifier,
                time,
                Map.of(
                        group.recordIdentifier(),
                        TextNode.valueOf(identifier),
                        group.eventTime(),
                        TextNode.valueOf(eventTime)));
        stores.offline().ifPresent(store -> offline.check(group, store, tombstone));
        if (stores.online() && hard && !online(group).hardDelete(identifier, time)) {
            throw Errors.invalid(
                    "The EventTime [" + eventTime + "] must be later than that of the record in the OnlineStore.");
        }
        if (stores.online() && !hard) {
            online(group).softDelete(identifier, time);
        }
        stores.offline().ifPresent(store -> offline.append(group, store, tombstone, clock.instant(), true));
    }

    Optional<OnlineStore.Read> get(FeatureGroup group, String identifier) {
        return online(group).get(identifier);
    }

    void flush() {
        offline.flush();
    }

    /// Removes the online stores of groups that are no more: unlike an offline store, one goes with its group.
    void forgetDeleted() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(this::isForgotten).toList()) {
                synchronized (online) {
                    OnlineStore store = online.remove(file);
                    if (store != null) {
                        store.close();
                    }
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isForgotten(Path file) {
        Matcher name = ONLINE_FILE.matcher(file.getFileName().toString());
        return name.matches()
                && groups.find(name.group(1))
                        .filter(group -> group.created().toEpochMilli() == Long.parseLong(name.group(2)))
                        .isEmpty();
    }

    @Override
    public void close() {
        offline.close();
        synchronized (online) {
            online.values().forEach(OnlineStore::close);
        }
    }

    private OnlineStore online(FeatureGroup group) {
        // A group made anew under an old name starts empty: its creation is part of the file's name.
        Path file =
                folder.resolve("online-" + group.name() + "-" + group.created().toEpochMilli() + ".jsonl");
        synchronized (online) {
            return online.computeIfAbsent(file, key -> new OnlineStore(key, clock));
        }
    }

    /// The stores a call is for.
    record Stores(boolean online, Optional<FeatureGroup.Offline> offline) {
        /// Returns the stores a call names, or all of the group where it names none.
        ///
        /// @throws io.featurestore.local.http.ServiceException if the group has not what it names
        static Stores of(FeatureGroup group, List<String> targets) {
            boolean toOnline = targets.isEmpty() ? group.online() : targets.contains("OnlineStore");
            boolean toOffline = targets.isEmpty() ? group.offline().isPresent() : targets.contains("OfflineStore");
            if (toOnline && !group.online()) {
                throw Errors.invalid("The FeatureGroup [" + group.name() + "] has no OnlineStore.");
            }
            if (toOffline && group.offline().isEmpty()) {
                throw Errors.invalid("The FeatureGroup [" + group.name() + "] has no OfflineStore.");
            }
            Optional<FeatureGroup.Offline> store = group.offline().filter(found -> toOffline);
            store.filter(found -> !found.active()).ifPresent(found -> {
                throw Errors.invalid(
                        "The OfflineStore of the FeatureGroup [" + group.name() + "] is " + found.status() + ".");
            });
            return new Stores(toOnline, store);
        }
    }
}
