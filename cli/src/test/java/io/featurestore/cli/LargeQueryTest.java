package io.featurestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.featurestore.steps.Json;

class LargeQueryTest {
    private static final Terminal ASKING = new Terminal(true, true, 100);

    @Test
    void saysNothingOfASmallQuery() {
        CommandRun.Streams streams = new CommandRun.Streams("", ASKING);
        assertThat(LargeQuery.agreed(streams.console(), estimate(100_000_000_000L, 1))).isTrue();
        assertThat(streams.err()).isEmpty();
    }

    @Test
    void runsAfterAYesAlone() {
        assertThat(LargeQuery.agreed(new CommandRun.Streams("y\n", ASKING).console(), estimate(5, 1.01))).isTrue();
        CommandRun.Streams no = new CommandRun.Streams("\n", ASKING);
        assertThat(LargeQuery.agreed(no.console(), estimate(200_000_000_000L, 0.9))).isFalse();
        assertThat(no.err()).contains("large query: it scans about 186.3 GiB and costs about 0.90 USD",
                "Export? [y/N]", "--yes");
    }

    @Test
    void onlyWarnsWhereNobodyCanAnswer() {
        CommandRun.Streams streams = new CommandRun.Streams("", Terminal.NONE);
        assertThat(LargeQuery.agreed(streams.console(), estimate(5, 20))).isTrue();
        assertThat(streams.err()).contains("costs about 20.00 USD").doesNotContain("[y/N]");
    }

    private static JsonNode estimate(long scanned, double usd) {
        ObjectNode estimate = Json.MAPPER.createObjectNode().put("scannedBytes", scanned).put("outputBytes", 1);
        estimate.putObject("cost").put("totalUsd", usd);
        return estimate;
    }
}
