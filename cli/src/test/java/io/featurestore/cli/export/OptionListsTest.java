package io.featurestore.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.cli.console.CommandFailure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionListsTest {
    static Stream<Arguments> lists() {
        return Stream.of(
                Arguments.of("a", List.of("a")),
                Arguments.of("a, b ,c", List.of("a", "b", "c")),
                Arguments.of("coalesce(a, 'x,y') AS c, d", List.of("coalesce(a, 'x,y') AS c", "d")),
                Arguments.of("\"odd,name\",b", List.of("\"odd,name\"", "b")),
                Arguments.of("ARRAY[1,2][1] AS x,y", List.of("ARRAY[1,2][1] AS x", "y")),
                Arguments.of("'it''s, so' AS t,b", List.of("'it''s, so' AS t", "b")),
                Arguments.of("a,,b", List.of("a", "", "b")));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void splitsAtCommasOutsideBracketsAndQuotes(String text, List<String> items) {
        assertThat(OptionLists.split(text)).isEqualTo(items);
    }

    @Test
    void readsPairsInOrder() {
        assertThat(OptionLists.pairs("event_time:EventTime,customer_id:record_id"))
                .containsExactly(Map.entry("event_time", "EventTime"), Map.entry("customer_id", "record_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ":b", "a:", "a:b,a:c"})
    void refusesWhatIsNoPair(String text) {
        assertThatThrownBy(() -> OptionLists.pairs(text)).isInstanceOf(CommandFailure.class);
    }
}
