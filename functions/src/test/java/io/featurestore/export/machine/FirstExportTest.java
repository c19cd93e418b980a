package io.featurestore.export.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstExportTest {
    @Test
    void exportsJson(@TempDir Path folder) throws Exception {
        try (ExportStack stack = ExportStack.start(folder)) {
            stack.aws().makeCustomers(2000);
            ExportStack.Run run = stack.run("first", ExportStack.request(
                    "{\"featureGroupName\":\"customers\",\"output\":\"s3://" + ExportStack.EXPORTS
                            + "/a.json\",\"compression\":\"none\"}"));
            System.err.println(run);
            assertThat(stack.records(run)).isNotEmpty();
        }
    }
}
