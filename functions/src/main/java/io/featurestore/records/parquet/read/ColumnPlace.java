package io.featurestore.records.parquet.read;

import io.featurestore.records.ColumnType;
import io.featurestore.records.parquet.read.UnreadableParquetException.Reason;
import io.featurestore.records.parquet.read.pages.DamagedPageException;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/// Names a column chunk in messages.
///
/// @param file the name of the file
/// @param group the number of the row group, from 0
/// @param column the name of the column
record ColumnPlace(String file, int group, String column) {
    private String text() {
        return "column '" + column + "' in row group " + group + " of the Parquet file " + file;
    }

    UnreadableParquetException damaged(long offset, Throwable cause) {
        String detail = cause instanceof DamagedPageException page ? page.reason() : cause.toString();
        return new UnreadableParquetException(
                Reason.DAMAGED,
                "The " + text() + " cannot be decoded near byte " + offset + ": " + detail
                        + ". Check the file with another tool, and write it again if it is damaged.",
                cause);
    }

    UnreadableParquetException unsupported(String what) {
        return new UnreadableParquetException(
                Reason.UNSUPPORTED,
                "The " + text() + " " + what + ", which is not supported. Write the file again with other settings.");
    }

    UnreadableParquetException unfit(ColumnType type, Type stored) {
        return new UnreadableParquetException(
                Reason.UNFIT_TYPE,
                "The " + text() + " is stored as " + describe(stored) + ", which Athena does not read as " + type
                        + ". Change the type in the data catalog, write the file again with a column of this type, or "
                        + "leave out the column.");
    }

    UnreadableParquetException value(String reason, Throwable cause) {
        return new UnreadableParquetException(
                Reason.UNFIT_VALUE,
                "The " + text() + " has a value that Athena does not read: " + reason
                        + ". Change the type in the data catalog, or leave out the column.",
                cause);
    }

    private static String describe(Type stored) {
        LogicalTypeAnnotation logical = stored.getLogicalTypeAnnotation();
        String physical = stored.isPrimitive()
                ? stored.asPrimitiveType().getPrimitiveTypeName().toString()
                : "a group of columns";
        String repeated = stored.isRepetition(Type.Repetition.REPEATED) ? "repeated " : "";
        return repeated + physical + (logical == null ? "" : " (" + logical + ")");
    }
}
