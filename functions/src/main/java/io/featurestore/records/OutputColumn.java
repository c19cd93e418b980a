package io.featurestore.records;

/**
 * A column of the query's result and of the output.
 *
 * @param name its name in the query's result
 * @param outputName its name in the output, after mapping
 * @param type its type. Where {@code asJson}, the type the JSON text stands for
 * @param asJson whether the query selects it as JSON text (nested types)
 */
public record OutputColumn(String name, String outputName, ColumnType type, boolean asJson) {}
