package io.featurestore.store;

import java.util.List;
import java.util.Optional;

/** The feature groups of an account and region. */
public interface FeatureGroups {
    /** Where a feature group stands between its creation and its end. */
    enum Status {
        CREATING, CREATED, CREATE_FAILED, DELETING, DELETE_FAILED,
        /** A status that is newer than this program. */
        OTHER
    }

    /** Whether the offline store takes records. */
    enum StoreStatus {
        ACTIVE, BLOCKED, DISABLED,
        /** A status that is newer than this program, or none given. */
        OTHER
    }

    /**
     * A feature group.
     *
     * @param name its name
     * @param status its status
     * @param failureReason why its creation or deletion failed
     * @param recordIdentifier name of the feature that identifies a record
     * @param eventTime name of the event-time feature
     * @param features all its definitions, in order
     * @param offlineStore its offline store; empty if it has none
     */
    record Description(String name, Status status, Optional<String> failureReason, String recordIdentifier,
            String eventTime, List<Table.Feature> features, Optional<OfflineStore> offlineStore) {
        /** Copies the definitions. */
        public Description {
            features = List.copyOf(features);
        }
    }

    /**
     * An offline store.
     *
     * @param status its status
     * @param blockedReason why it is blocked, in the service's words
     * @param table its table in the data catalog; empty where the group was made without one
     * @param iceberg whether the group keeps it as an Iceberg table
     */
    record OfflineStore(StoreStatus status, Optional<String> blockedReason, Optional<TableName> table,
            boolean iceberg) {}

    /**
     * The name of a table.
     *
     * @param catalog the data catalog, in the service's spelling; empty where the group names none
     * @param database the database
     * @param name the table
     */
    record TableName(Optional<String> catalog, String database, String name) {}

    /**
     * Returns the feature group of a name or ARN; empty if there is none.
     *
     * @throws io.featurestore.failure.ExportFailure {@code AccessDenied}, {@code Throttled}, {@code Transient}
     */
    Optional<Description> describe(String nameOrArn);
}
