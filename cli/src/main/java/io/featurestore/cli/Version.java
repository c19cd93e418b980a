package io.featurestore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine;

/// Prints `fs <version>`. The build writes the project's version into `version.properties`.
final class Version implements CommandLine.IVersionProvider {
    private static final String FILE = "version.properties";

    @Override
    public String[] getVersion() {
        Properties properties = new Properties();
        try (InputStream in =
                Objects.requireNonNull(Version.class.getResourceAsStream(FILE), FILE + " is not on the class path")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String[] {"fs " + properties.getProperty("version")};
    }
}
