package io.featurestore.machine;

import java.nio.file.Path;

/// Runs one export in a process of its own, to be killed: `<folder> <execution name> <request>`.
final class KilledProcessTestChild {
    private KilledProcessTestChild() {}

    /// Returns when the execution has ended.
    public static void main(String[] args) throws Exception {
        try (ExportStack stack = ExportStack.start(Path.of(args[0]))) {
            stack.run(args[1], ExportStack.request(args[2]));
        }
    }
}
