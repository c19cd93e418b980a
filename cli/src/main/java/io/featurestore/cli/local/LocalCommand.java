package io.featurestore.cli.local;

import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.ExitCode;
import io.featurestore.cli.console.Reasons;
import io.featurestore.cli.console.Texts;
import io.featurestore.cli.target.EmbeddedServices;
import io.featurestore.cli.target.TargetOptions;
import io.featurestore.local.faults.FaultPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `fs local`: runs the embedded services in the foreground until the process ends.
@Command(name = "local", mixinStandardHelpOptions = true, sortOptions = false)
public final class LocalCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;

    private final Console console;

    @Option(names = "--port", paramLabel = "N", defaultValue = "4566")
    private int port;

    @Option(names = "--store", paramLabel = "DIR")
    private @Nullable Path store;

    @Option(names = "--faults", paramLabel = "FILE")
    private @Nullable Path faults;

    /// Creates the command with the console that it prints to.
    public LocalCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw CommandFailure.usage("usage.port", String.valueOf(port));
        }
        Optional<FaultPlan> plan = Optional.ofNullable(faults).map(LocalCommand::readPlan);
        CountDownLatch ended = new CountDownLatch(1);
        EmbeddedServices services = EmbeddedServices.open(TargetOptions.storeFolder(store), port, "error.store.in.use");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            services.close();
            console.err().println(Texts.text("local.stopped"));
            ended.countDown();
        }));
        plan.ifPresent(p -> {
            services.addFaults(p);
            console.err().println(Texts.text("local.faults"));
            p.rules().forEach(rule -> console.err().println("  " + rule));
        });
        console.out().println("ready " + services.endpoint());
        console.out()
                .println("export AWS_ENDPOINT_URL=" + services.endpoint() + " AWS_REGION=" + services.region()
                        + " AWS_DEFAULT_REGION=" + services.region());
        console.out().println("export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local");
        ended.await();
        return ExitCode.DONE;
    }

    private static FaultPlan readPlan(Path file) {
        try {
            return FaultPlan.read(file);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, Texts.text("usage.faults", file, Reasons.of(e)), e);
        }
    }
}
