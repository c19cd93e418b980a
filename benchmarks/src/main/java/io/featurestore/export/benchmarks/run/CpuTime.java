package io.featurestore.export.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time of this process as Linux counts it (proc_pid_stat(5)): in hundredths of a second, user and system together
 * where nothing else is said.
 *
 * @param process seconds of this process's threads, those that ended too
 * @param ended seconds of the processes it started that have ended, and of those they waited for
 * @param endedInKernel the system time of it
 */
public record CpuTime(double process, double ended, double endedInKernel) {
    private static final Path STAT = Path.of("/proc/self/stat");
    /** USER_HZ, which Linux shows to programs on every architecture that Java 25 runs on. */
    private static final double TICKS = 100;
    /** Fields 14 to 17 of the file; the second field's name may hold spaces, so they are counted from its end. */
    private static final int UTIME = 11;

    /** Reads it. */
    public static CpuTime now() throws IOException {
        String stat = Files.readString(STAT);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double endedInKernel = seconds(fields[UTIME + 3]);
        return new CpuTime(seconds(fields[UTIME]) + seconds(fields[UTIME + 1]), seconds(fields[UTIME + 2])
                + endedInKernel, endedInKernel);
    }

    private static double seconds(String ticks) {
        return Long.parseLong(ticks) / TICKS;
    }
}
