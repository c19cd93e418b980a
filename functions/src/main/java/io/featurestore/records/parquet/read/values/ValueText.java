package io.featurestore.records.parquet.read.values;

import io.featurestore.records.text.Utf8Builder;

/// Prints the values of one column as Athena prints them. A column calls only the method of its physical
/// type. Each method throws [io.featurestore.records.text.ValueFormatException] if Athena cannot read the
/// value as the column's type; its reason begins with the value.
public abstract class ValueText {
    /// Prints a BOOLEAN.
    public void of(boolean value, Utf8Builder out) {
        throw unexpected();
    }

    /// Prints an INT32 or INT64.
    public void of(long value, Utf8Builder out) {
        throw unexpected();
    }

    /// Prints a FLOAT.
    public void of(float value, Utf8Builder out) {
        throw unexpected();
    }

    /// Prints a DOUBLE.
    public void of(double value, Utf8Builder out) {
        throw unexpected();
    }

    /// Prints a BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY or INT96.
    public void of(byte[] bytes, int start, int length, Utf8Builder out) {
        throw unexpected();
    }

    /// Returns whether the text of each byte array is the array itself.
    public boolean isCopy() {
        return false;
    }

    private IllegalStateException unexpected() {
        return new IllegalStateException(getClass() + " does not print this physical type");
    }
}
