package io.featurestore.export.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs processes one at a time and measures them with Linux's counters.
public final class Processes {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final long LOOK_MILLIS = 5;
    private static final int SHOWN = 2_000;

    private Processes() {}

    /// Runs a command to its end.
    ///
    /// CPU time is the time that Linux adds for ended children of this process, so no other child may end
    /// meanwhile. Peak memory is Linux's high-water mark, read every {@value #LOOK_MILLIS} ms. Memory that a
    /// process takes in its last moment may be missed.
    ///
    /// @param log gets the command's standard output and error
    /// @throws IllegalStateException if the command fails; the message contains the end of its output
    public static MeasuredRun run(List<String> command, Map<String, String> environment, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        CpuTime before = CpuTime.now();
        long begun = System.nanoTime();
        Process process = builder.start();
        Path status = Path.of("/proc/" + process.pid() + "/status");
        long peak = 0;
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            // The last value, not the highest: until the command is loaded, the mark is that of the process that starts
            // it.
            peak = peak(status, peak);
        }
        double wall = (System.nanoTime() - begun) / 1e9;
        if (process.exitValue() != 0) {
            String said = Files.readString(log);
            throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue() + ": "
                    + said.substring(Math.max(0, said.length() - SHOWN)));
        }
        CpuTime after = CpuTime.now();
        return new MeasuredRun(
                wall, after.ended() - before.ended(), after.endedInKernel() - before.endedInKernel(), peak);
    }

    private static long peak(Path status, long otherwise) throws IOException {
        try {
            Matcher matcher = PEAK.matcher(Files.readString(status));
            return matcher.find() ? Long.parseLong(matcher.group(1)) << 10 : otherwise;
        } catch (NoSuchFileException e) {
            return otherwise;
        } catch (IOException e) {
            // If a process ends while its file is read, reading fails with ESRCH, for which Java has no specific
            // exception.
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return otherwise;
            }
            throw e;
        }
    }
}
