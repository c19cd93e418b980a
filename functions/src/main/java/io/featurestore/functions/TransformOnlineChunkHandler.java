package io.featurestore.functions;

import io.featurestore.aws.AwsClients;
import io.featurestore.store.objects.ObjectStore;
import java.util.List;

/// Converts a chunk to records that a bulk put accepts. It is a separate function so that its duration and errors
/// are measured separately.
public final class TransformOnlineChunkHandler extends ChunkHandler {
    /// Creates a handler that calls AWS.
    public TransformOnlineChunkHandler() {
        super(new AwsClients(), List.of(ConversionRehearsal.ONLINE));
    }

    TransformOnlineChunkHandler(ObjectStore objects) {
        super(objects);
    }
}
