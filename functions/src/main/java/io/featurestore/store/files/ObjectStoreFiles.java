package io.featurestore.store.files;

import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.RangeStream;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/// Lets Iceberg's library read the objects of a store.
final class ObjectStoreFiles implements FileIO {
    private static final long serialVersionUID = 1;

    private final transient ObjectStore objects;

    ObjectStoreFiles(ObjectStore objects) {
        this.objects = objects;
    }

    /// Parses a location of Iceberg's metadata, which may begin with `s3a://` or `s3n://`.
    ///
    /// @throws IllegalArgumentException if it is no location on S3
    static S3Uri uri(String location) {
        return S3Uri.parse(location.replaceFirst("^s3[an]://", "s3://"));
    }

    @Override
    public InputFile newInputFile(String location) {
        return new StoredFile(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        throw new UnsupportedOperationException("the offline store is only read");
    }

    @Override
    public void deleteFile(String location) {
        throw new UnsupportedOperationException("the offline store is only read");
    }

    /// Reads one object. The version that was found first is read.
    private final class StoredFile implements InputFile {
        private final String location;
        private Optional<ObjectRef> version = Optional.empty();

        StoredFile(String location) {
            this.location = location;
        }

        private synchronized Optional<ObjectRef> version() {
            if (version.isEmpty()) {
                version = objects.describe(uri(location)).map(ObjectStore.Described::ref);
            }
            return version;
        }

        private ObjectRef existing() {
            return version().orElseThrow(() -> new NotFoundException("%s does not exist", location));
        }

        @Override
        public long getLength() {
            return existing().size();
        }

        @Override
        public SeekableInputStream newStream() {
            return new BlockStream(objects, existing());
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public boolean exists() {
            return version().isPresent();
        }
    }

    /// Reads an object block by block. Moves within the current block need no request.
    private static final class BlockStream extends SeekableInputStream {
        private static final int BLOCK = 256 << 10;

        private final ObjectStore objects;
        private final ObjectRef object;
        private byte[] block = new byte[0];
        private long blockStart;
        private int blockLength;
        private long position;
        private @Nullable RangeStream stream;
        private long streamPosition;

        BlockStream(ObjectStore objects, ObjectRef object) {
            this.objects = objects;
            this.object = object;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long newPosition) throws IOException {
            if (newPosition < 0 || newPosition > object.size()) {
                throw new IOException(object.uri() + " has no position " + newPosition);
            }
            position = newPosition;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (length == 0) {
                return 0;
            }
            if (position == object.size()) {
                return -1;
            }
            if (position < blockStart || position >= blockStart + blockLength) {
                fill();
            }
            int from = (int) (position - blockStart);
            int count = Math.min(length, blockLength - from);
            System.arraycopy(block, from, bytes, offset, count);
            position += count;
            return count;
        }

        private void fill() throws IOException {
            RangeStream open = stream;
            if (open == null || streamPosition != position) {
                close();
                open = new RangeStream(objects, object, position, object.size());
                stream = open;
            }
            if (block.length == 0) {
                block = new byte[(int) Math.min(BLOCK, object.size())];
            }
            blockStart = position;
            blockLength = open.readNBytes(block, 0, (int) Math.min(block.length, object.size() - position));
            streamPosition = blockStart + blockLength;
            if (blockLength == 0) {
                throw new IOException(object.uri() + " ended at byte " + position + " of " + object.size());
            }
        }

        @Override
        public void close() throws IOException {
            RangeStream open = stream;
            stream = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
