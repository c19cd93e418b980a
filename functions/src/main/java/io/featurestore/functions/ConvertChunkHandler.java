package io.featurestore.functions;

import io.featurestore.aws.AwsClients;
import io.featurestore.store.objects.ObjectStore;

/// Converts a chunk to the output's format. It is a separate function so that its duration and errors are
/// measured separately.
public final class ConvertChunkHandler extends ChunkHandler {
    /// Creates a handler that calls AWS.
    public ConvertChunkHandler() {
        super(new AwsClients(), ConversionRehearsal.PLAIN);
    }

    ConvertChunkHandler(ObjectStore objects) {
        super(objects);
    }
}
