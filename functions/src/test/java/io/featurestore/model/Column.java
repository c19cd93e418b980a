package io.featurestore.model;

/// A data column of a random table.
///
/// @param name the name, as a feature's definition or a file spells it
/// @param kind the type
/// @param feature whether the feature group defines it
record Column(String name, Kind kind, boolean feature) {
    static final Column WRITE_TIME = new Column("write_time", Kind.TIME, false);
    static final Column API_TIME = new Column("api_invocation_time", Kind.TIME, false);
    static final Column DELETED = new Column("is_deleted", Kind.FLAG, false);
}
