package io.featurestore.cli.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.Texts;
import io.featurestore.records.text.Spelling;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Prints one line for each finished step. On a terminal it also shows a moving line while a step runs, and a
/// progress bar of the converted records.
public final class StepProgress implements Progress {
    static final String ERASE_LINE = "\r\u001b[2K";
    static final List<String> SPINNER = List.of("⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏");
    private static final int TICK_MILLIS = 100;

    private final Console console;
    private final boolean moving;
    private final int columns;
    private final Thread spinner = Thread.ofVirtual().unstarted(this::animate);
    private @Nullable String line;
    /// Not guarded by this object's lock: the bar's thread calls [#show], and closing the bar waits for that
    /// thread.
    private final AtomicReference<@Nullable ProgressBar> bar = new AtomicReference<>();
    private boolean convertedShown;
    private boolean repairing;
    private boolean closed;
    private long records;
    private String format = "";

    /// Creates a progress display and starts its moving line if the console has a terminal.
    public StepProgress(Console console) {
        this.console = console;
        moving = console.terminal().moving();
        // The last column stays empty: some terminals begin a new line when it is written to.
        columns = console.terminal().columns() - 1;
        if (moving) {
            spinner.start();
        }
    }

    @Override
    public void entered(String state) {
        if (Texts.has("running." + state)) {
            running(Texts.text("running." + state));
        }
    }

    @Override
    public void answered(String state, JsonNode answer) {
        switch (state) {
            case "ValidateRequest" -> {
                JsonNode form = answer.at("/request/form");
                String compression = form.path("compression").asText();
                format = form.path("format").asText() + (compression.equals("none") ? "" : ", " + compression);
                stepDone(state);
            }
            case "ResolveTable" -> stepDone(state, answer.path("table").asText());
            case "EstimateExport" -> stepDone(state);
            case "StartQuery" -> stepDone(state, answer.path("queryExecutionId").asText());
            case "PollQuery" -> {
                if (answer.path("state").asText().equals("SUCCEEDED")) {
                    records = answer.path("resultRows").asLong();
                    stepDone(
                            state,
                            Texts.number(records),
                            Texts.bytes(answer.path("scannedBytes").asLong()));
                }
            }
            case "PlanChunks" -> stepDone(state, answer.path("chunks").asLong());
            case "FinalizeExport" -> {
                endBar();
                switch (answer.path("status").asText()) {
                    case "DONE" ->
                        stepDone(
                                state,
                                Texts.bytes(answer.path("result")
                                        .path("output")
                                        .path("bytes")
                                        .asLong()));
                    case "REPAIR" -> {
                        repairing = true;
                        done(Texts.text("repairing", answer.path("chunks").asLong()));
                    }
                    default -> {}
                }
            }
            default -> {}
        }
    }

    @Override
    public void converted(long chunks, long ofChunks) {
        if (repairing || convertedShown) {
            return;
        }
        if (chunks == ofChunks) {
            convertedShown = true;
            endBar();
            stepDone("ConvertChunks", format);
        } else if (moving) {
            running(null);
            bar().stepTo(records * chunks / ofChunks);
        }
    }

    private ProgressBar bar() {
        ProgressBar shown = bar.get();
        if (shown == null) {
            shown = new ProgressBarBuilder()
                    .setTaskName(Texts.text("running.ConvertChunks"))
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setInitialMax(Math.max(1, records))
                    .setConsumer(new DelegatingProgressBarConsumer(this::show, columns))
                    .setUpdateIntervalMillis(TICK_MILLIS)
                    .hideEta()
                    .build();
            bar.set(shown);
        }
        return shown;
    }

    private void endBar() {
        ProgressBar shown = bar.getAndSet(null);
        if (shown != null) {
            shown.close();
        }
    }

    @Override
    public synchronized void running(@Nullable String text) {
        line = moving && !closed ? text : null;
    }

    @Override
    public synchronized void done(String text) {
        line = null;
        if (!closed) {
            erase();
            console.err().println("✓ " + text);
        }
    }

    @Override
    public void close() {
        endBar();
        synchronized (this) {
            if (!closed) {
                line = null;
                closed = true;
                spinner.interrupt();
                erase();
            }
        }
    }

    private void stepDone(String state, Object... arguments) {
        done(Texts.text("step." + state, arguments));
    }

    private synchronized void show(String rendered) {
        if (!closed) {
            console.err().print(ERASE_LINE + rendered);
            console.err().flush();
        }
    }

    private void erase() {
        if (moving) {
            console.err().print(ERASE_LINE);
            console.err().flush();
        }
    }

    private void animate() {
        try {
            for (int i = 0; ; i = (i + 1) % SPINNER.size()) {
                draw(SPINNER.get(i));
                Thread.sleep(TICK_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void draw(String figure) {
        if (line != null) {
            show(Spelling.shorten(figure + " " + line, columns - 1));
        }
    }
}
