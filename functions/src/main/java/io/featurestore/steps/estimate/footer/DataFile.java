package io.featurestore.steps.estimate.footer;

import java.util.Map;

import io.featurestore.store.objects.ObjectRef;

/// Identifies a data file of the table.
///
/// @param object the file's object; its ETag is empty if the table's metadata do not contain it
/// @param partition values of the partition keys, by key name
public record DataFile(ObjectRef object, Map<String, String> partition) {}
