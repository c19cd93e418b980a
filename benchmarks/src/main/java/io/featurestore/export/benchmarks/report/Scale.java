package io.featurestore.export.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Holds a linear axis that begins at 0.
///
/// @param end the value at its end
/// @param step the distance of its marks
record Scale(double end, double step) {
    private static final int MARKS = 5;

    /// Returns an axis with round marks that includes a value.
    static Scale to(double greatest) {
        double rough = Math.max(greatest, 1e-9) / MARKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * 10;
        for (double factor : new double[] {1, 2, 5}) {
            if (power * factor >= rough) {
                step = power * factor;
                break;
            }
        }
        return new Scale(Math.ceil(greatest / step) * step, step);
    }

    /// Returns the position of a value on an axis of `length` pixels.
    double at(double value, double length) {
        return value / end * length;
    }

    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        for (int i = 0; i * step <= end * (1 + 1e-9); i++) {
            marks.add(i * step);
        }
        return marks;
    }

    static String text(double mark) {
        return mark == Math.rint(mark)
                ? String.valueOf((long) mark)
                : String.format(Locale.ROOT, "%.2f", mark).replaceAll("0+$", "");
    }
}
