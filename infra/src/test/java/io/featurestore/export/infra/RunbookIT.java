package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Compares docs/operating.md with the alarms of the template.
class RunbookIT {
    private static final Pattern SECTION = Pattern.compile("(?s)\n## Alarms\n(.*?)\n## ");
    private static final Pattern HEADING = Pattern.compile("(?m)^### (.+)\n\n(.+)");

    @Test
    void everyAlarmHasItsSectionAndEverySectionItsAlarm() throws IOException {
        String page = Files.readString(SynthesizedApp.ROOT.resolve("docs/operating.md"));
        String alarms =
                SECTION.matcher(page).results().findFirst().orElseThrow().group(1);
        List<MatchResult> headings = HEADING.matcher(alarms).results().toList();

        assertThat(headings)
                .extracting(heading -> heading.group(1))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of("standard", "everything")
                                .flatMap(settings -> SynthesizedApp.resources(
                                        SynthesizedApp.of(settings).export(), "AWS::CloudWatch::Alarm")
                                        .values()
                                        .stream())
                                .map(alarm -> alarm.path("AlarmDescription").asText())
                                .map(description -> description.substring(0, description.lastIndexOf(": ")))
                                .distinct()
                                .toList());
        assertThat(headings).allSatisfy(heading -> assertThat(heading.group(2).length())
                .as(heading.group(1))
                .isGreaterThan(80));
    }
}
