package io.featurestore.export.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Holds the CPU time of this process as counted by Linux (proc_pid_stat(5)), with a resolution of 0.01 s. User
/// and system time are added, unless stated otherwise.
///
/// @param process seconds of all threads of this process, including ended ones
/// @param ended seconds of ended child processes and of the processes that these waited for
/// @param endedInKernel the system time in `ended`
public record CpuTime(double process, double ended, double endedInKernel) {
    private static final Path STAT = Path.of("/proc/self/stat");
    /// USER_HZ, which is the same on every architecture that Java 25 supports on Linux.
    private static final double TICKS = 100;
    /// Indexes of the file's fields 14 to 17. They are counted from the end of the second field, as the name in
    /// it may contain spaces.
    private static final int UTIME = 11;

    /// Reads the current CPU time.
    public static CpuTime now() throws IOException {
        String stat = Files.readString(STAT);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double endedInKernel = seconds(fields[UTIME + 3]);
        return new CpuTime(
                seconds(fields[UTIME]) + seconds(fields[UTIME + 1]),
                seconds(fields[UTIME + 2]) + endedInKernel,
                endedInKernel);
    }

    private static double seconds(String ticks) {
        return Long.parseLong(ticks) / TICKS;
    }
}
