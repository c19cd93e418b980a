package io.featurestore.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows how an export gets on. */
interface Progress extends AutoCloseable {
    /** A state of the machine was entered. */
    void entered(String state);

    /** A function of the machine answered. */
    void answered(String state, JsonNode answer);

    /** So many of the chunks of the round are converted. */
    void converted(long chunks, long ofChunks);

    /** A step outside the machine is running. */
    void running(String text);

    /** A step outside the machine is done. */
    void done(String text);

    /** Takes moving parts off the screen; lines stay. */
    @Override
    void close();

    /** Shows nothing. */
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
