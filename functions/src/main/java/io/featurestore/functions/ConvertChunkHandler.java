package io.featurestore.functions;

import io.featurestore.aws.AwsClients;
import io.featurestore.store.objects.ObjectStore;

/** Converts a chunk to the output's format. A function of its own in the state machine, so that its time and faults stand apart. */
public final class ConvertChunkHandler extends ChunkHandler {
    /** Works with AWS. */
    public ConvertChunkHandler() {
        super(new AwsClients(), ConversionRehearsal.PLAIN);
    }

    ConvertChunkHandler(ObjectStore objects) {
        super(objects);
    }
}
