package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.store.FullDisk;
import io.featurestore.machine.FailureTestProxy.Fault;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Fills the disk while an export runs on the embedded services. The export must fail at once with that reason
/// and leave nothing.
class FullDiskTest {
    /// The answer of the embedded S3 for a full disk.
    private static final Fault FULL = new Fault(
            400,
            "DiskFull",
            FullDisk.of(new IOException("No space left on device")).orElseThrow());

    private static ExportStack stack;
    private static FailureTestProxy proxy;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder);
        stack.aws().createSampleGroup(500);
        proxy = FailureTestProxy.start(stack.aws().endpoint());
        System.setProperty("aws.endpointUrl", proxy.endpoint().toString());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        stack.close();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                           part,   s3:PutObject,  /work/part/parts/00001, work/part/parts/00001
                           object, s3:PutObject,  /object.data,           object.data
                           file,   s3:CopyObject, /file.data/part-00001,  file.data/part-00001
                           """)
    void isSaidAndLeavesNothing(String name, String action, String about, String resource) {
        proxy.fail(action, about, 1, FULL);
        String output = "s3://" + ExportStack.EXPORTS + "/" + name + ".data" + (name.equals("file") ? "/" : "");

        ExportStack.Run run = stack.run(
                name,
                ExportStack.request("{}")
                        .put("featureGroupName", "customers")
                        .put("output", output)
                        .put("format", "json")
                        .put("compression", "none")
                        .put("chunkSize", 100));

        assertThat(run.status()).isEqualTo("FAILED");
        assertThat(run.error()).isEqualTo("Internal");
        assertThat(run.cause())
                .contains(
                        "s3:PutObject",
                        resource,
                        "The disk that holds the folder of the embedded "
                                + "services is full (No space left on device); free some space, then try again.");
        assertThat(proxy.count(action, about)).as("tries").isEqualTo(1);
        assertThat(stack.keys(ExportStack.EXPORTS, name)).isEmpty();
        assertThat(stack.keys(ExportStack.EXPORTS, "_" + name)).isEmpty();
        assertThat(stack.keys(ExportStack.WORK, "work/" + name + "/")).isEmpty();
    }
}
