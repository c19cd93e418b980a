package io.featurestore.export.estimate;

import java.util.Map;

import io.featurestore.export.objects.ObjectRef;

/**
 * A file of the table.
 *
 * @param object where it is; its ETag is empty where the table's metadata do not say it
 * @param partition the values of the partition keys, by the keys' names
 */
record DataFile(ObjectRef object, Map<String, String> partition) {}
