package io.featurestore.cli;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Steps ticked off one a line; on a terminal also a line that moves while a step runs, and a bar of the records. */
final class StepProgress implements Progress {
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final Console console;
    private final boolean moving;
    private final Thread spinner;
    private final List<Long> repairs = new ArrayList<>();
    private volatile @Nullable String line;
    private @Nullable ProgressBar bar;
    private boolean ticked;
    private long records;
    private String form = "";

    StepProgress(Console console, boolean moving) {
        this.console = console;
        this.moving = moving;
        spinner = Thread.ofVirtual().unstarted(this::spin);
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
                    done(Texts.text("repairing", Texts.number(answer.path("chunks").asLong())));
                }
            }
            default -> {
            }
        }
    }

    @Override
    public void converted(long chunks, long ofChunks) {
        if (repairs.isEmpty() && moving) {
            line = null;
            if (bar == null) {
                bar = new ProgressBarBuilder().setTaskName(Texts.text("running.ConvertChunks"))
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setInitialMax(Math.max(1, records))
                        .setConsumer(new DelegatingProgressBarConsumer(this::show, 100))
                        .setUpdateIntervalMillis(100)
                        .hideEta()
                        .build();
            }
            bar.stepTo(ofChunks == 0 ? records : records * chunks / ofChunks);
        }
        if (chunks == ofChunks) {
            endBar();
            if (repairs.isEmpty() && !ticked) {
                ticked = true;
                tick("ConvertChunks", form);
            }
        }
    }

    @Override
    public void running(String text) {
        line = moving ? text : null;
    }

    @Override
    public void done(String text) {
        line = null;
        erase();
        console.err().println("✓ " + text);
    }

    @Override
    public void close() {
        endBar();
        line = null;
        spinner.interrupt();
        erase();
    }

    private void tick(String state, Object... arguments) {
        done(Texts.text("step." + state, arguments));
    }

    private void show(String rendered) {
        console.err().print(ERASE_LINE + rendered);
        console.err().flush();
    }

    private void endBar() {
        if (bar != null) {
            bar.close();
            bar = null;
            erase();
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
            for (int i = 0;; i = (i + 1) % SPINNER.length) {
                String text = line;
                if (text != null) {
                    show(SPINNER[i] + " " + text);
                }
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
