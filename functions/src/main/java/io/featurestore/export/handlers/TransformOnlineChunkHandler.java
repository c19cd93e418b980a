package io.featurestore.export.handlers;

import java.util.List;

import io.featurestore.export.adapters.AwsClients;
import io.featurestore.export.objects.ObjectStore;

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
