package io.featurestore.steps.estimate.footer;

import io.featurestore.store.objects.ObjectRef;
import java.util.Map;

/// Identifies a data file of the table.
///
/// @param object the file's object; its ETag is empty if the table's metadata do not contain it
/// @param partition values of the partition keys, by key name
public record DataFile(ObjectRef object, Map<String, String> partition) {}
