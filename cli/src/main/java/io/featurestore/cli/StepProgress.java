package io.featurestore.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import io.featurestore.records.text.Spelling;

import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Steps ticked off one a line; on a terminal also a line that moves while a step runs, and a bar of the records. */
final class StepProgress implements Progress {
    static final String ERASE_LINE = "\r\u001b[2K";
    static final List<String> SPINNER = List.of("⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏");
    private static final int TICK_MILLIS = 100;

    private final Console console;
    private final boolean moving;
    private final int columns;
    private final Thread spinner = Thread.ofVirtual().unstarted(this::spin);
    private final List<Long> repairs = new ArrayList<>();
    private @Nullable String line;
    /** Not under this object's lock: its thread draws through {@link #show}, and closing it waits for that thread. */
    private final AtomicReference<@Nullable ProgressBar> bar = new AtomicReference<>();
    private boolean ticked;
    private boolean closed;
    private long records;
    private String form = "";

    StepProgress(Console console) {
        this.console = console;
        moving = console.terminal().moving();
        // The last column stays free: a terminal may begin a new line when it is written to.
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
                JsonNode request = answer.path("request");
                form = request.path("format").asText() + (request.path("compression").asText().equals("none")
                        ? ""
                        : ", " + request.path("compression").asText());
                tick(state);
            }
            case "ResolveTable" -> tick(state, answer.path("table").asText());
            case "EstimateExport" -> tick(state);
            case "StartQuery" -> tick(state, answer.path("queryExecutionId").asText());
            case "PollQuery" -> {
                if (answer.path("state").asText().equals("SUCCEEDED")) {
                    records = answer.path("resultRows").asLong();
                    tick(state, Texts.number(records), Texts.bytes(answer.path("scannedBytes").asLong()));
                }
            }
            case "PlanChunks" -> tick(state, answer.path("chunks").asLong());
            case "FinalizeExport" -> {
                if (answer.path("status").asText().equals("DONE")) {
                    tick(state, Texts.bytes(answer.path("result").path("output").path("bytes").asLong()));
                } else {
                    repairs.add(answer.path("chunks").asLong());
                    done(Texts.text("repairing", answer.path("chunks").asLong()));
                }
            }
            default -> {
            }
        }
    }

    @Override
    public void converted(long chunks, long ofChunks) {
        if (!repairs.isEmpty() || ticked) {
            return;
        }
        if (chunks == ofChunks) {
            ticked = true;
            endBar();
            tick("ConvertChunks", form);
        } else if (moving) {
            running(null);
            bar().stepTo(records * chunks / ofChunks);
        }
    }

    private ProgressBar bar() {
        ProgressBar shown = bar.get();
        if (shown == null) {
            shown = new ProgressBarBuilder().setTaskName(Texts.text("running.ConvertChunks"))
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

    private void tick(String state, Object... arguments) {
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

    private void spin() {
        try {
            for (int i = 0;; i = (i + 1) % SPINNER.size()) {
                turn(SPINNER.get(i));
                Thread.sleep(TICK_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void turn(String figure) {
        if (line != null) {
            show(Spelling.shorten(figure + " " + line, columns - 1));
        }
    }
}
