package io.featurestore.sql;

import io.featurestore.sql.history.History;
import io.featurestore.store.online.OnlineForm;
import java.util.Optional;

/// Specifies the statement that reads a feature group's table.
///
/// @param selection the columns and records
/// @param history the rows that are records
/// @param online the online-compatible form; empty for a plain output
public record QuerySpec(Selection selection, History history, Optional<OnlineForm> online) {}
