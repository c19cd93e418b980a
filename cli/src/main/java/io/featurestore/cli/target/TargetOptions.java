package io.featurestore.cli.target;

import io.featurestore.cli.console.CommandFailure;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that select where a command runs: a deployed stack on AWS, or this machine.
public final class TargetOptions {
    @Option(names = "--store", paramLabel = "DIR")
    private @Nullable Path store;

    @Option(names = "--stack", paramLabel = "NAME")
    private @Nullable String stack;

    @Option(names = "--state-machine", paramLabel = "ARN")
    private @Nullable String stateMachine;

    /// Opens the selected export service. An option wins over `FS_STATE_MACHINE`, and that wins over `FS_STACK`.
    /// If none of them is set, the embedded services run it.
    ///
    /// @throws CommandFailure if options contradict each other, or the service cannot be found or opened
    public ExportService open() {
        if (stack != null && stateMachine != null) {
            throw CommandFailure.usage("usage.two.targets");
        }
        if (store != null && (stack != null || stateMachine != null)) {
            throw CommandFailure.usage("usage.store.on.aws");
        }
        if (stateMachine != null) {
            return ExportService.onAws(stateMachine);
        }
        if (stack != null) {
            return ExportService.ofStack(stack);
        }
        if (store == null && System.getenv("FS_STATE_MACHINE") != null) {
            return ExportService.onAws(System.getenv("FS_STATE_MACHINE"));
        }
        if (store == null && System.getenv("FS_STACK") != null) {
            return ExportService.ofStack(System.getenv("FS_STACK"));
        }
        return EmbeddedServices.open(storeFolder(store), 0, "error.store.served")
                .exportService();
    }

    /// Returns the folder in which the embedded services keep their data.
    ///
    /// @param option the value of `--store`; if it is null, `FS_STORE` or a folder in the user's home is used
    public static Path storeFolder(@Nullable Path option) {
        if (option != null) {
            return option;
        }
        String environment = System.getenv("FS_STORE");
        return environment != null
                ? Path.of(environment)
                : Path.of(System.getProperty("user.home"), ".feature-store-export");
    }
}
