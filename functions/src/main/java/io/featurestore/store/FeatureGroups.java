package io.featurestore.store;

import java.util.List;
import java.util.Optional;

/// Reads the feature groups of an account and region.
public interface FeatureGroups {
    /// Names the states of a feature group between its creation and its deletion.
    enum Status {
        CREATING,
        CREATED,
        CREATE_FAILED,
        DELETING,
        DELETE_FAILED,
        /// A status that is newer than this program.
        OTHER
    }

    /// Names the states of an offline store.
    enum StoreStatus {
        ACTIVE,
        BLOCKED,
        DISABLED,
        /// A status that is newer than this program, or no status.
        OTHER
    }

    /// Describes a feature group.
    ///
    /// @param name its name
    /// @param status its status
    /// @param failureReason the reason why its creation or deletion failed
    /// @param recordIdentifier name of the feature that identifies a record
    /// @param eventTime name of the event-time feature
    /// @param features all its feature definitions, in order
    /// @param offlineStore its offline store; empty if it has none
    /// @param arn its ARN, which names the account that owns it; empty if the service names none
    record Description(
            String name,
            Status status,
            Optional<String> failureReason,
            String recordIdentifier,
            String eventTime,
            List<Table.Feature> features,
            Optional<OfflineStore> offlineStore,
            Optional<String> arn) {
        /// Makes the list immutable.
        public Description {
            features = List.copyOf(features);
        }
    }

    /// Describes an offline store.
    ///
    /// @param status its status
    /// @param blockedReason the service's reason for a blocked store
    /// @param table its table in the data catalog; empty if the group was created without a table
    /// @param iceberg whether the table is an Iceberg table
    /// @param location the URI below which the service writes the group's files; empty if it is unknown
    record OfflineStore(
            StoreStatus status,
            Optional<String> blockedReason,
            Optional<TableName> table,
            boolean iceberg,
            Optional<String> location) {}

    /// Names a table.
    ///
    /// @param catalog the data catalog, in the service's spelling; empty if the group names none
    /// @param database the database
    /// @param name the table
    record TableName(Optional<String> catalog, String database, String name) {}

    /// Returns the feature group with the given name or ARN; empty if it does not exist.
    ///
    /// @throws io.featurestore.failure.Failure `AccessDenied`, `Throttled`, `Transient`
    Optional<Description> describe(String nameOrArn);
}
