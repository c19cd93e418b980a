package io.featurestore.cli.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.steps.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StateMachineDiagramTest {
    @Test
    void drawsStatesInOrderWithConditionsCatchersAndInnerStates() throws IOException {
        String drawn = StateMachineDiagram.mermaid(Json.MAPPER.readTree("""
                {"StartAt": "Look", "States": {
                  "Look": {"Type": "Task", "Next": "Is it done?",
                    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Clean up"}]},
                  "Is it done?": {"Type": "Choice", "Default": "Wait",
                    "Choices": [{"Condition": "{% $states.input.state = \\"DONE\\" and $n < 3 %}", "Next": "Each"}]},
                  "Wait": {"Type": "Wait", "Next": "Look"},
                  "Each": {"Type": "Map", "Next": "Both", "ItemProcessor": {
                    "ProcessorConfig": {"Mode": "DISTRIBUTED"}, "StartAt": "Convert", "States": {
                      "Convert": {"Type": "Task", "Next": "End"}, "End": {"Type": "Pass", "End": true}}}},
                  "Both": {"Type": "Parallel", "End": true,
                    "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}]},
                  "Clean up": {"Type": "Task", "Next": "Failed"},
                  "Failed": {"Type": "Fail"}}}
                """));

        assertThat(drawn).isEqualTo("""
                                    flowchart TD
                                        start((start)) --> Look
                                        Look["Look"]
                                        Is_it_done_{"Is it done?"}
                                        Wait[/"Wait"/]
                                        subgraph Each["Each: each item, distributed"]
                                            Convert["Convert"]
                                            End_["End"]
                                            Convert --> End_
                                        end
                                        subgraph Both["Both"]
                                            subgraph Both_1[" "]
                                                B["B"]
                                            end
                                        end
                                        Clean_up["Clean up"]
                                        Failed(["Failed"])
                                        Look --> Is_it_done_
                                        Look -.->|"on error"| Clean_up
                                        Is_it_done_ -->|"$states.input.state = #quot;DONE#quot; and $n #lt; 3"| Each
                                        Is_it_done_ -->|"otherwise"| Wait
                                        Wait --> Look
                                        Each --> Both
                                        Both --> finish
                                        Clean_up --> Failed
                                        finish((end))
                                    """);
    }

    @Test
    void tellsNamesApartThatMermaidWouldTakeForOne() throws IOException {
        String drawn = StateMachineDiagram.mermaid(Json.MAPPER.readTree("""
                {"StartAt": "a b", "States": {"a b": {"Type": "Pass", "Next": "a-b"}, "a-b": {"Type": "Succeed"}}}
                """));

        assertThat(drawn).contains("a_b --> a_b_2", "a_b_2([\"a-b\"])").doesNotContain("finish");
    }
}
