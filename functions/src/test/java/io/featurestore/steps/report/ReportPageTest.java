package io.featurestore.steps.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks that the page treats values as text, loads nothing, and fits the screen of a phone.
class ReportPageTest {
    private static final byte[] PAGE = SampleReport.make().html();
    private static final String HTML = new String(PAGE, StandardCharsets.UTF_8);

    @Test
    void valuesAreText() {
        assertThat(HTML)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&quot;&#39;&gt;&lt;/svg&gt;&lt;img")
                .doesNotContain("<script", "<img", SampleReport.TURNED);
    }

    @Test
    void whatTurnsTextIsShownByItsCode() {
        assertThat(HTML).contains("gold⟨U+202E⟩elbisivni⟨U+2066⟩");
        assertThat(HtmlWriter.escaped("a\u0000b\u200Bc\n")).isEqualTo("a⟨U+0000⟩b⟨U+200B⟩c\n");
    }

    @Test
    void longValuesAreCut() {
        assertThat(HTML).doesNotContain("x".repeat(65)).contains("x".repeat(64) + "…");
        assertThat(HTML.length()).isLessThan(120_000);
    }

    @Test
    void nothingComesFromElsewhere() {
        assertThat(HTML)
                .contains("default-src 'none'")
                .doesNotContain("http://", "https://", "url(", "@import")
                .doesNotContainPattern("<[^>]*\\s(src|href|on\\w+)=");
    }

    @Test
    void aPageOfManyColumnsSaysHowManyAreLeftOutAndWhereTheyStand() {
        String page = new String(SampleReport.make(400).html(), StandardCharsets.UTF_8);

        assertThat(page.split("<article", -1)).hasSize(301);
        assertThat(page.split("<th scope=\"row\"><bdi", -1))
                .as("rows of the schema")
                .hasSizeGreaterThan(400);
        assertThat(page)
                .containsIgnoringWhitespaces(
                        "The first 300 of 400 columns. The other 100, from ",
                        "customer_id_300",
                        "their statistics stand in the manifest",
                        "s3://feature-exports/2026-03-01/_customers.json.gz.manifest.json");
        for (int columns : new int[] {5, 300}) {
            assertThat(new String(SampleReport.make(columns).html(), StandardCharsets.UTF_8))
                    .doesNotContain("left out");
        }
    }

    @ParameterizedTest
    @CsvSource({"12, 360", "12, 1280", "5, 360", "5, 1280", "400, 360", "400, 1280"})
    void nothingOverflowsInABrowserAndTheConsoleStaysEmpty(int columns, int width, @TempDir Path folder)
            throws Exception {
        byte[] html = columns == 12 ? PAGE : SampleReport.make(columns).html();
        Optional<String> chromium = Stream.of("chromium", "chromium-browser", "google-chrome")
                .filter(name -> Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(bin -> Files.isExecutable(Path.of(bin, name))))
                .findFirst();
        assumeTrue(chromium.isPresent(), "no Chromium on this machine");
        Files.write(folder.resolve("report.html"), html);
        Path frame = Files.writeString(folder.resolve("frame.html"), """
                <body><iframe id="f" src="report.html" style="border:0;width:%dpx;height:900px"></iframe><script>
                document.getElementById("f").onload = e => {
                  const page = e.target.contentDocument, wide = page.documentElement.scrollWidth;
                  const out = [...page.querySelectorAll("main *")].filter(n => !n.parentElement.closest(".scroll,pre,.values th")
                      && n.getBoundingClientRect().right > %d + 1).map(n => n.tagName + "." + n.className);
                  document.body.innerText = "WIDTH=" + wide + " OUT=[" + out.slice(0, 5) + "]";
                };</script></body>""".formatted(width, width));
        Path log = folder.resolve("log.txt");
        List<String> command = new ArrayList<>(List.of(
                chromium.get(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--allow-file-access-from-files",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"),
                "--hide-scrollbars",
                "--virtual-time-budget=5000",
                "--window-size=1400,1000",
                "--dump-dom",
                frame.toUri().toString()));
        Process browser =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        try {
            String dom = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(browser.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(dom).contains("WIDTH=" + width + " OUT=[]");
            assertThat(Files.readString(log)).doesNotContain("CONSOLE");
        } finally {
            browser.destroyForcibly();
        }
    }
}
