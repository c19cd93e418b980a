package io.featurestore.cli.execution;

import com.fasterxml.jackson.databind.JsonNode;

/// Shows the progress of an export.
public interface Progress extends AutoCloseable {
    /// Called when the state machine enters a state.
    void entered(String state);

    /// Called when the function of a state has answered.
    void answered(String state, JsonNode answer);

    /// Called while chunks are converted, with the number of converted chunks and of all chunks of this round.
    void converted(long chunks, long ofChunks);

    /// Shows that a step outside the state machine runs.
    void running(String text);

    /// Shows that a step outside the state machine is done.
    void done(String text);

    /// Removes moving lines from the screen. Finished lines stay, and nothing is shown after this.
    @Override
    void close();

    /// Shows nothing.
    Progress SILENT = new Progress() {
        @Override
        public void entered(String state) {}

        @Override
        public void answered(String state, JsonNode answer) {}

        @Override
        public void converted(long chunks, long ofChunks) {}

        @Override
        public void running(String text) {}

        @Override
        public void done(String text) {}

        @Override
        public void close() {}
    };
}
