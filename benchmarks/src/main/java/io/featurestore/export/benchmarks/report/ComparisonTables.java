package io.featurestore.export.benchmarks.report;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.report.Results.Summary;
import io.featurestore.export.benchmarks.run.BenchmarkCase;
import io.featurestore.export.benchmarks.run.Contestant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Makes the tables of a session.
///
/// @param results results of the session
record ComparisonTables(Results results) {
    private static final double MEGABYTE = 1e6;

    /// Returns every target and whether it is met.
    String targets() {
        MarkdownTable table = new MarkdownTable(
                "output", "peer", ">peer, CPU s", ">export, CPU s", ">ratio", ">without the kernel", ">target", "");
        for (Target target : Target.ALL) {
            Optional<Summary> ours = at(target.output(), Contestant.EXPORT, results.threads());
            Optional<Summary> peer = at(target.output(), target.peer(), results.threads());
            if (ours.isPresent() && peer.isPresent()) {
                double ratio = peer.get().cpu().median() / ours.get().cpu().median();
                table.row(
                        target.output().label(),
                        target.peer().label(),
                        peer.get().cpu().toString(),
                        ours.get().cpu().toString(),
                        number(ratio),
                        number(user(peer.get()) / user(ours.get())),
                        "≥ " + number(target.ratio()),
                        verdict(ratio >= target.ratio()));
            }
        }
        return table.toString();
    }

    private static double user(Summary summary) {
        return summary.cpu().median() - summary.kernel().median();
    }

    /// Returns all results at the size of the comparison.
    String comparison() {
        MarkdownTable table = new MarkdownTable(
                "output", "by", ">threads", ">wall s", ">CPU s", ">kernel s", ">peak MB", ">output MB", "records");
        for (Summary summary : results.all()) {
            if (summary.of().gigabytes() == results.compared()) {
                table.row(
                        summary.of().output().label(),
                        summary.of().contestant().label(),
                        String.valueOf(summary.of().threads()),
                        summary.wall().toString(),
                        summary.cpu().toString(),
                        number(summary.kernel().median()),
                        megabytes(summary.peakBytes()),
                        megabytes(summary.outputBytes()),
                        summary.same() ? "the same" : "**different**");
            }
        }
        return table.toString();
    }

    /// Returns the results at the other sizes.
    String growth() {
        MarkdownTable table = new MarkdownTable("output", "by", ">GB", ">wall s", ">CPU s", ">CPU s a GB", ">peak MB");
        for (ComparedOutput output : ComparedOutput.values()) {
            for (Contestant contestant : Contestant.values()) {
                for (double size : results.sizes()) {
                    results.of(new BenchmarkCase(size, output, contestant, results.threads()))
                            .ifPresent(s -> table.row(
                                    output.label(),
                                    contestant.label(),
                                    number(size),
                                    s.wall().toString(),
                                    s.cpu().toString(),
                                    number(s.cpu().median() / size),
                                    megabytes(s.peakBytes())));
                }
            }
        }
        return table.toString();
    }

    /// Returns how close the times are to a straight line, for each contestant that was measured at three or more
    /// sizes.
    String linearity() {
        MarkdownTable table = new MarkdownTable(
                "output",
                "by",
                ">fixed, CPU s",
                ">CPU s a GB",
                ">off the line",
                ">fixed, wall s",
                ">wall s a GB",
                ">off the line");
        for (ComparedOutput output : ComparedOutput.values()) {
            for (Contestant contestant : Contestant.values()) {
                List<Summary> sizes = results.all().stream()
                        .filter(s -> s.of().output() == output
                                && s.of().contestant() == contestant
                                && s.of().threads() == results.threads())
                        .toList();
                if (sizes.size() > 2) {
                    String[] cpu = line(sizes, Summary::cpu);
                    String[] wall = line(sizes, Summary::wall);
                    table.row(output.label(), contestant.label(), cpu[0], cpu[1], cpu[2], wall[0], wall[1], wall[2]);
                }
            }
        }
        return table.toString();
    }

    private static String[] line(List<Summary> sizes, Function<Summary, Spread> measured) {
        double[] x = sizes.stream().mapToDouble(s -> s.of().gigabytes()).toArray();
        double[] y = sizes.stream().mapToDouble(s -> measured.apply(s).median()).toArray();
        StraightLine line = StraightLine.through(x, y);
        return new String[] {
            number(line.start()), number(line.slope()), String.format(Locale.ROOT, "%.1f %%", line.worst(x, y) * 100)
        };
    }

    /// Returns the export's peak memory at every size.
    String memory() {
        MarkdownTable table = new MarkdownTable(">GB", ">highest peak, MiB", "output", ">target, MiB", "");
        for (double size : results.sizes()) {
            results.all().stream()
                    .filter(s -> s.of().gigabytes() == size && s.of().contestant() == Contestant.EXPORT)
                    .max(java.util.Comparator.comparingLong(Summary::peakBytes))
                    .ifPresent(s -> table.row(
                            number(size),
                            mebibytes(s.peakBytes()),
                            s.of().output().label(),
                            "≤ " + mebibytes(Target.PEAK_BYTES),
                            verdict(s.peakBytes() <= Target.PEAK_BYTES)));
        }
        return table.toString();
    }

    /// Returns the comparison of one thread and several.
    String threads() {
        int many = results.threads();
        MarkdownTable table = new MarkdownTable(
                "output", ">1 thread, wall s", ">" + many + " threads, wall s", ">ratio", ">target", "");
        for (ComparedOutput output : ComparedOutput.values()) {
            Optional<Summary> one = at(output, Contestant.EXPORT, 1);
            Optional<Summary> two = at(output, Contestant.EXPORT, many);
            if (one.isPresent() && two.isPresent()) {
                double ratio = two.get().wall().median() / one.get().wall().median();
                table.row(
                        output.label(),
                        one.get().wall().toString(),
                        two.get().wall().toString(),
                        number(ratio),
                        "≤ " + number(Target.TWO_THREADS),
                        verdict(ratio <= Target.TWO_THREADS));
            }
        }
        return table.toString();
    }

    private Optional<Summary> at(ComparedOutput output, Contestant contestant, int threads) {
        return results.of(new BenchmarkCase(results.compared(), output, contestant, threads));
    }

    static String verdict(boolean holds) {
        return holds ? "holds" : "**does not hold**";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f", bytes / MEGABYTE);
    }

    /// Formats memory in units of 2²⁰ bytes, as Lambda does.
    private static String mebibytes(long bytes) {
        return String.valueOf(bytes >> 20);
    }
}
