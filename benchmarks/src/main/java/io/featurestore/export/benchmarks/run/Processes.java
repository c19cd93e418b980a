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

/** Runs processes one at a time and measures them, by Linux's own counts. */
public final class Processes {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final long LOOK_MILLIS = 5;
    private static final int SHOWN = 2_000;

    private Processes() {}

    /**
     * Runs a command to its end.
     *
     * <p>CPU time is what Linux adds to this process's ended children, so nothing else may end meanwhile. The peak of
     * memory is Linux's high-water mark, looked at every {@value #LOOK_MILLIS} ms; what a process takes in its very last
     * moment may be missed.
     *
     * @param log gets the command's standard output and error
     * @throws IllegalStateException if it fails; the message holds the end of what it said
     */
    public static MeasuredRun run(List<String> command, Map<String, String> environment, Path log) throws IOException,
            InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        CpuTime before = CpuTime.now();
        long begun = System.nanoTime();
        Process process = builder.start();
        Path status = Path.of("/proc/" + process.pid() + "/status");
        long peak = 0;
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            // Not the greatest: before the command itself is loaded, the mark is that of the process that starts it.
            peak = peak(status, peak);
        }
        double wall = (System.nanoTime() - begun) / 1e9;
        if (process.exitValue() != 0) {
            String said = Files.readString(log);
            throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue() + ": "
                    + said.substring(Math.max(0, said.length() - SHOWN)));
        }
        CpuTime after = CpuTime.now();
        return new MeasuredRun(wall, after.ended() - before.ended(), after.endedInKernel() - before.endedInKernel(),
                peak);
    }

    private static long peak(Path status, long otherwise) throws IOException {
        try {
            Matcher matcher = PEAK.matcher(Files.readString(status));
            return matcher.find() ? Long.parseLong(matcher.group(1)) << 10 : otherwise;
        } catch (NoSuchFileException e) {
            return otherwise;
        } catch (IOException e) {
            // A process that ends while its file is read is no longer found: ESRCH, which has no exception of its own.
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return otherwise;
            }
            throw e;
        }
    }
}
