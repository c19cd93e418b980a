package io.featurestore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import io.featurestore.local.faults.FaultPlan;
import picocli.CommandLine.Option;

/** {@code fs local}: the embedded services in the foreground, until the process is ended. */
@Command(name = "local", mixinStandardHelpOptions = true, sortOptions = false)
final class LocalCommand implements Callable<Integer>, Fs.CommandWithConsole {
    private static final int MAX_PORT = 65_535;

    private final Console console;
    @Option(names = "--port", paramLabel = "N", defaultValue = "4566")
    private int port;
    @Option(names = "--store", paramLabel = "DIR")
    private @Nullable Path store;
    @Option(names = "--faults", paramLabel = "FILE")
    private @Nullable Path faults;

    LocalCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw CommandFailure.usage("usage.port", String.valueOf(port));
        }
        Optional<FaultPlan> plan = Optional.ofNullable(faults).map(LocalCommand::plan);
        CountDownLatch ended = new CountDownLatch(1);
        Embedded embedded = Embedded.open(TargetOptions.store(store), port, "error.store.in.use");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            embedded.close();
            console.err().println(Texts.text("local.stopped"));
            ended.countDown();
        }));
        plan.ifPresent(faulty -> {
            embedded.disturb(faulty);
            console.err().println(Texts.text("local.faults"));
            faulty.rules().forEach(rule -> console.err().println("  " + rule));
        });
        console.out().println("ready " + embedded.endpoint());
        console.out().println("export AWS_ENDPOINT_URL=" + embedded.endpoint() + " AWS_REGION=" + embedded.region()
                + " AWS_DEFAULT_REGION=" + embedded.region());
        console.out().println("export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local");
        ended.await();
        return Fs.DONE;
    }

    private static FaultPlan plan(Path file) {
        try {
            return FaultPlan.read(file);
        } catch (IOException e) {
            throw new CommandFailure(Fs.USAGE, Texts.text("usage.faults", file, Reasons.of(e)), e);
        }
    }
}
