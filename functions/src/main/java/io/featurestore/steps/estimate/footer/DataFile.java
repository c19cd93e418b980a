package io.featurestore.steps.estimate.footer;

import java.util.Map;

import io.featurestore.store.objects.ObjectRef;

/**
 * A file of the table.
 *
 * @param object where it is; its ETag is empty where the table's metadata do not say it
 * @param partition the values of the partition keys, by the keys' names
 */
public record DataFile(ObjectRef object, Map<String, String> partition) {}
