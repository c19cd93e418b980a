package io.featurestore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPatternTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PATTERN = """
            {"source": ["aws.states"], "detail": {"$or": [
              {"status": ["ABORTED", "TIMED_OUT"]},
              {"status": ["FAILED"], "error": [{"anything-but": ["Known", "Other"]}, {"exists": false}]}]}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"source": "aws.states", "detail": {"status": "ABORTED", "error": null}}        | true
            {"source": "aws.states", "detail": {"status": "TIMED_OUT", "error": "Known"}}   | true
            {"source": "aws.states", "detail": {"status": "FAILED", "error": "Known"}}      | false
            {"source": "aws.states", "detail": {"status": "FAILED", "error": "Other"}}      | false
            {"source": "aws.states", "detail": {"status": "FAILED", "error": "States.DataLimitExceeded"}} | true
            {"source": "aws.states", "detail": {"status": "FAILED"}}                        | true
            {"source": "aws.states", "detail": {"status": "FAILED", "error": null}}         | true
            {"source": "aws.states", "detail": {"status": "SUCCEEDED", "error": null}}      | false
            {"source": "aws.other", "detail": {"status": "ABORTED"}}                        | false
            {"detail": {"status": "ABORTED"}}                                               | false
            """)
    void selectsEvents(String event, boolean selected) throws Exception {
        assertThat(EventPattern.of(PATTERN).matches(MAPPER.readTree(event))).isEqualTo(selected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"a": "b"}                       | 'a' needs a list
            {"a": []}                        | 'a' needs a list
            {"a": [{"prefix": "b"}]}         | {"prefix":"b"}
            {"a": [{"anything-but": "b"}]}   | {"anything-but":"b"}
            {"$or": ["b"]}                   | an object of fields
            {"a": [                          | no JSON
            """)
    void refusesWhatItDoesNotServe(String pattern, String message) {
        assertThatThrownBy(() -> EventPattern.of(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
