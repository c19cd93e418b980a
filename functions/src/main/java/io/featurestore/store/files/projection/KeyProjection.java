package io.featurestore.store.files.projection;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Projects the values of one partition key. A value has two texts: the value itself, as the catalog would hold it,
/// and its spelling in a location. They differ only for keys whose type is a date or a timestamp.
///
/// The rules are those of Athena
/// (docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html), and those of Trino where that
/// page is silent (trinodb/trino, plugin/trino-hive, package `io.trino.plugin.hive.projection`).
public sealed interface KeyProjection permits EnumKey, IntegerKey, DateKey, InjectedKey {
    /// Returns the value with the given spelling; empty if the key does not have that value.
    Optional<String> value(String spelling);

    /// Returns the number of values; empty if only the query names them.
    OptionalLong size();

    /// Returns the spellings of all values, in order.
    ///
    /// @throws IllegalStateException if only the query names the values
    Stream<String> spellings();

    /// Returns the spelling of a constant of a condition; empty if the key does not have that value.
    ///
    /// @param constant a `String`, `BigDecimal`, `LocalDate` or `LocalDateTime`
    Optional<String> spelling(Object constant);
}
