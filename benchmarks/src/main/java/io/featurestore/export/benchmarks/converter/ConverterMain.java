package io.featurestore.export.benchmarks.converter;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.run.CpuTime;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Planner;
import io.featurestore.steps.publish.Finalizer;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/// Converts one file. The arguments are the file, its number of records, a work folder, the output and the number
/// of threads.
public final class ConverterMain {
    private ConverterMain() {}

    /// Writes the output to `<folder>/output/` and prints the CPU seconds of its steps.
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Path source = Path.of(args[0]).toAbsolutePath();
        Path folder = Path.of(args[2]);
        int threads = Integer.parseInt(args[4]);
        LocalExport export = new LocalExport(
                LocalObjects.in(source, folder),
                ComparedOutput.of(args[3]).kind(),
                Objects.requireNonNull(source.getFileName()),
                Long.parseLong(args[1]));
        List<Double> cpu = new ArrayList<>();
        cpu.add(CpuTime.now().process());
        Planner.Planned planned = export.plan();
        cpu.add(CpuTime.now().process());
        List<S3Uri> rounds = new ArrayList<>();
        List<Chunk> chunks = planned.chunks();
        Finalizer.Answer answer;
        do {
            rounds.add(export.convert(planned.plan(), chunks, rounds.size() + 1, threads));
            cpu.add(CpuTime.now().process());
            answer = export.finish(rounds);
            if (answer instanceof Finalizer.Answer.Repair repair) {
                chunks = export.chunks(repair.chunkList());
            }
        } while (answer instanceof Finalizer.Answer.Repair);
        cpu.add(CpuTime.now().process());
        System.out.println(String.format(
                Locale.ROOT,
                "start %.2f, plan %.2f, convert %.2f, finish %.2f CPU seconds",
                cpu.getFirst(),
                cpu.get(1) - cpu.getFirst(),
                cpu.get(cpu.size() - 2) - cpu.get(1),
                cpu.getLast() - cpu.get(cpu.size() - 2)));
    }
}
