package io.featurestore.cli;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** Where an export runs: on this machine, or on a deployed stack. */
final class TargetOptions {
    @Option(names = "--store", paramLabel = "DIR")
    private @Nullable Path store;
    @Option(names = "--stack", paramLabel = "NAME")
    private @Nullable String stack;
    @Option(names = "--state-machine", paramLabel = "ARN")
    private @Nullable String stateMachine;

    /** Opens the state machine that was asked for; the embedded one unless AWS is named. */
    Machine open() {
        if (stack != null && stateMachine != null) {
            throw CommandFailure.usage("usage.two.targets");
        }
        if (store != null && (stack != null || stateMachine != null)) {
            throw CommandFailure.usage("usage.store.on.aws");
        }
        if (stateMachine != null) {
            return Machine.onAws(stateMachine);
        }
        if (stack != null) {
            return Machine.ofStack(stack);
        }
        if (store == null && System.getenv("FS_STATE_MACHINE") != null) {
            return Machine.onAws(System.getenv("FS_STATE_MACHINE"));
        }
        if (store == null && System.getenv("FS_STACK") != null) {
            return Machine.ofStack(System.getenv("FS_STACK"));
        }
        return Embedded.open(store(store), 0, "error.store.served").machine();
    }

    /** Returns the folder of the embedded services. */
    static Path store(@Nullable Path named) {
        if (named != null) {
            return named;
        }
        String environment = System.getenv("FS_STORE");
        return environment != null
                ? Path.of(environment)
                : Path.of(System.getProperty("user.home"), ".feature-store-export");
    }
}
