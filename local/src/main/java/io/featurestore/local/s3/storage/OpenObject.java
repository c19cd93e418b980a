package io.featurestore.local.s3.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;

/// Holds an object that is open for reading. Its content stays the same even if the object is replaced meanwhile.
///
/// @param info its description
/// @param channel its content
public record OpenObject(ObjectInfo info, FileChannel channel) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
