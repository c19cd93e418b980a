package io.featurestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"--version", "export --version", "demo -V", "local --version"})
    void printsTheVersionOfTheBuild(String arguments) throws Exception {
        String version = XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/project/version",
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(Path.of("../pom.xml").toFile()));

        assertThat(version).isNotBlank();
        assertThat(CommandRun.of(arguments.split(" "))).isEqualTo(new CommandRun(0, "fs " + version + "\n", ""));
    }
}
