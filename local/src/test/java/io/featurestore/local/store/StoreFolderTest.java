package io.featurestore.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFolderTest {
    private static final URI ENDPOINT = URI.create("http://127.0.0.1:4566");

    @TempDir
    private Path temporary;

    @Test
    void makesTheFolder() throws IOException {
        Path folder = temporary.resolve("a/b");

        try (var store = StoreFolder.open(folder)) {
            assertThat(store.path()).isDirectory().isEqualTo(folder.toRealPath());
        }
    }

    @Test
    void refusesASecondOpeningInTheSameProcessAndKeepsTheFirst() throws Exception {
        Path folder = temporary.resolve("store");
        try (var first = StoreFolder.open(folder)) {
            first.announce(ENDPOINT);

            assertRefusedHere(folder);
            assertRefusedHere(Files.createSymbolicLink(temporary.resolve("link"), folder));
            assertThat(openElsewhere(folder))
                    .as("the lock still holds against others")
                    .contains("in use by");
        }
    }

    @Test
    void tellsASecondProcessWhoHoldsTheFolder() throws Exception {
        try (var first = StoreFolder.open(temporary)) {
            assertThat(openElsewhere(temporary))
                    .contains("FolderInUseException: The folder " + first.path() + " is in use by process "
                            + ProcessHandle.current().pid() + "; stop it");

            first.announce(ENDPOINT);
            assertThat(openElsewhere(temporary))
                    .contains("in use by process " + ProcessHandle.current().pid()
                            + ", serving http://127.0.0.1:4566; stop it, or choose another folder");
        }
    }

    @Test
    void mayBeOpenedAgainOnceClosed() throws Exception {
        StoreFolder.open(temporary).close();

        assertThat(openElsewhere(temporary)).contains("opened");
        StoreFolder.open(temporary).close();
    }

    @Test
    void isFreeAfterItsHolderWasKilled() throws Exception {
        Process holder = start(temporary, "wait");
        assertThat(holder.inputReader().readLine()).isEqualTo("opened");
        assertThatThrownBy(() -> StoreFolder.open(temporary))
                .isInstanceOf(FolderInUseException.class)
                .hasMessageContaining("process " + holder.pid());

        holder.destroyForcibly().waitFor();
        StoreFolder.open(temporary).close();
    }

    @Test
    void failsWhereAFileStandsInTheWay() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> StoreFolder.open(file)).isInstanceOf(IOException.class);
    }

    private static void assertRefusedHere(Path folder) {
        assertThatThrownBy(() -> StoreFolder.open(folder))
                .isInstanceOf(FolderInUseException.class)
                .hasMessageContaining("this process " + ProcessHandle.current().pid() + ", serving " + ENDPOINT);
    }

    private static String openElsewhere(Path folder) throws Exception {
        Process other = start(folder, "exit");
        String said = new String(other.getInputStream().readAllBytes());
        other.waitFor();
        return said;
    }

    private static Process start(Path folder, String then) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opener.class.getName(),
                        folder.toString(),
                        then)
                .redirectErrorStream(true)
                .start();
    }

    /// Runs in a process of its own.
    static final class Opener {
        public static void main(String[] args) throws Exception {
            try (var store = StoreFolder.open(Path.of(args[0]))) {
                System.out.println("opened");
                if (args[1].equals("wait")) {
                    Thread.sleep(60_000);
                }
                System.out.println(store.path());
            }
        }
    }
}
