package io.featurestore.steps.estimate.footer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;

/// Lists the leaves of a Parquet schema, in the order in which row groups store them.
final class SchemaLeaves {
    /// Describes one leaf.
    ///
    /// @param column the table's column that the leaf is a part of, in lower case
    /// @param path the names on the way from the column to the leaf
    /// @param element the leaf's schema element
    /// @param names length of the struct field names before each value in JSON, with quotes and colons
    /// @param nameQuotes number of quotes in these names
    /// @param depth number of arrays, maps and structs around a value
    /// @param key whether the leaf is the key of a map
    record Leaf(String column, String path, SchemaElement element, int names, int nameQuotes, int depth, boolean key) {
        boolean nested() {
            return depth > 0;
        }
    }

    private final List<SchemaElement> schema;
    private final List<Leaf> leaves = new ArrayList<>();
    private int at = 1;

    private SchemaLeaves(List<SchemaElement> schema) {
        this.schema = schema;
    }

    /// Returns the leaves of a schema, whose elements are listed in depth-first order.
    static List<Leaf> of(List<SchemaElement> schema) {
        SchemaLeaves walk = new SchemaLeaves(schema);
        for (int i = 0; i < schema.getFirst().getNum_children(); i++) {
            walk.walk(
                    FooterFields.name(walk.schema.get(walk.at)).toLowerCase(Locale.ROOT),
                    "",
                    new Ancestors(0, 0, 0, false),
                    true);
        }
        return walk.leaves;
    }

    private record Ancestors(int names, int nameQuotes, int depth, boolean key) {
        Ancestors named(String name) {
            return new Ancestors(names + name.length() + 3, nameQuotes + 2, depth, key);
        }

        Ancestors deeper() {
            return new Ancestors(names, nameQuotes, depth + 1, key);
        }

        Ancestors asKey() {
            return new Ancestors(names, nameQuotes, depth, true);
        }
    }

    private void walk(String column, String above, Ancestors place, boolean top) {
        SchemaElement element = schema.get(at++);
        String path = above + '.' + FooterFields.name(element);
        boolean repeated = element.getRepetition_type() == FieldRepetitionType.REPEATED;
        if (!element.isSetNum_children() || element.getNum_children() == 0) {
            // A repeated leaf is itself an array.
            Ancestors own = repeated ? place.deeper() : place;
            leaves.add(new Leaf(column, path, element, own.names(), own.nameQuotes(), own.depth(), own.key()));
            return;
        }
        boolean list = converted(element, ConvertedType.LIST)
                || element.getLogicalType() != null && element.getLogicalType().isSetLIST();
        boolean map = converted(element, ConvertedType.MAP)
                || converted(element, ConvertedType.MAP_KEY_VALUE)
                || element.getLogicalType() != null && element.getLogicalType().isSetMAP();
        boolean entry = repeated && !top;
        for (int i = 0; i < element.getNum_children(); i++) {
            String name = FooterFields.name(schema.get(at));
            if (list || map || entry && element.getNum_children() == 1) {
                // JSON has no level between a list or map and its elements.
                walk(column, path, list || map ? place.deeper() : place, false);
            } else if (entry && element.getNum_children() == 2 && name.equals("key")) {
                walk(column, path, place.asKey(), false);
            } else if (entry && element.getNum_children() == 2 && name.equals("value")) {
                walk(column, path, place, false);
            } else {
                walk(column, path, place.deeper().named(name), false);
            }
        }
    }

    private static boolean converted(SchemaElement element, ConvertedType type) {
        return element.getConverted_type() == type;
    }
}
