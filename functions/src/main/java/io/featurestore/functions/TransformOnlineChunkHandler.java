package io.featurestore.functions;

import java.util.List;

import io.featurestore.aws.AwsClients;
import io.featurestore.store.objects.ObjectStore;

/** Converts a chunk to what a bulk put takes. A function of its own in the state machine, so that its time and faults stand apart. */
public final class TransformOnlineChunkHandler extends ChunkHandler {
    /** Works with AWS. */
    public TransformOnlineChunkHandler() {
        super(new AwsClients(), List.of(ConversionRehearsal.ONLINE));
    }

    TransformOnlineChunkHandler(ObjectStore objects) {
        super(objects);
    }
}
