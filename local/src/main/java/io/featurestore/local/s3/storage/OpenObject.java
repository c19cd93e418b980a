package io.featurestore.local.s3.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * An object open for reading; it stays this content even if another is put in its place meanwhile.
 *
 * @param info what it is
 * @param channel its content
 */
public record OpenObject(ObjectInfo info, FileChannel channel) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
