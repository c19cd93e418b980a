package io.featurestore.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A Java process that SIGINT can interrupt. A process inherits an ignored SIGINT, as from `nohup` or a job in
/// the background, and a JVM does not handle an ignored signal. A launcher therefore restores the default first.
public final class ChildProcess {
    private static final List<List<String>> LAUNCHERS =
            List.of(List.of("env", "--default-signal=INT"), List.of("perl", "-e", "$SIG{INT} = 'DEFAULT'; exec @ARGV"));

    private ChildProcess() {}

    /// Returns the command that runs a class with this process's JVM and class path. The launcher keeps the
    /// process id.
    public static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(launcher());
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Sends a signal with a name that `kill` knows.
    public static void signal(Process process, String signal) throws IOException, InterruptedException {
        int exitCode = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exitCode != 0) {
            throw new IOException("kill -" + signal + " ended with " + exitCode);
        }
    }

    /// Returns the first launcher that this machine has. It is empty if there is none; SIGINT must not be ignored
    /// then.
    private static List<String> launcher() {
        return LAUNCHERS.stream().filter(ChildProcess::works).findFirst().orElse(List.of());
    }

    private static boolean works(List<String> launcher) {
        List<String> command = new ArrayList<>(launcher);
        command.add("true");
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            // This machine does not have the program.
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
