package io.featurestore.store.files;

import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/// Lets Iceberg's library write to an object store.
final class StoreFileIO implements FileIO {
    private final transient ObjectStore objects;
    private final transient ObjectStoreFiles reading;

    StoreFileIO(ObjectStore objects) {
        this.objects = objects;
        this.reading = new ObjectStoreFiles(objects);
    }

    @Override
    public InputFile newInputFile(String location) {
        return reading.newInputFile(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new OutputFile() {
            @Override
            public PositionOutputStream create() {
                return new Written(location);
            }

            @Override
            public PositionOutputStream createOrOverwrite() {
                return new Written(location);
            }

            @Override
            public String location() {
                return location;
            }

            @Override
            public InputFile toInputFile() {
                return reading.newInputFile(location);
            }
        };
    }

    @Override
    public void deleteFile(String location) {
        objects.delete(List.of(ObjectStoreFiles.uri(location)));
    }

    /// Puts the object when it is closed.
    private final class Written extends PositionOutputStream {
        private final String location;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean open = true;

        Written(String location) {
            this.location = location;
        }

        @Override
        public long getPos() {
            return bytes.size();
        }

        @Override
        public void write(int value) {
            bytes.write(value);
        }

        @Override
        public void write(byte[] values, int offset, int length) {
            bytes.write(values, offset, length);
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                objects.put(
                        ObjectStoreFiles.uri(location),
                        bytes.toByteArray(),
                        "application/octet-stream",
                        Map.of(),
                        IfExists.REPLACE);
            }
        }
    }
}
