package io.featurestore.local.iceberg;

import io.featurestore.local.s3.model.S3Uri;
import io.featurestore.local.s3.storage.Buckets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/// Reads and writes the files of Iceberg tables as objects of the embedded S3. A location is `s3://bucket/key`;
/// `s3a` and `s3n` are other spellings of `s3`. An object appears when its stream is closed, as on S3.
public final class BucketFiles implements FileIO {
    private static final long serialVersionUID = 1L;

    private final transient Buckets buckets;

    /// Creates the access to the objects of these buckets.
    public BucketFiles(Buckets buckets) {
        this.buckets = buckets;
    }

    /// Returns the plain file of an object, for reading only.
    ///
    /// @throws NotFoundException if there is no such object
    public Path path(String location) {
        return find(location).orElseThrow(() -> new NotFoundException("There is no object %s", location));
    }

    private Optional<Path> find(String location) {
        S3Uri uri = uri(location);
        return buckets.file(uri.bucket(), uri.key());
    }

    @Override
    public InputFile newInputFile(String location) {
        return new Input(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        uri(location);
        return new Output(location);
    }

    /// Deletes an object. Does nothing if there is none, as S3.
    @Override
    public void deleteFile(String location) {
        S3Uri uri = uri(location);
        try {
            buckets.delete(uri.bucket(), uri.key());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + location, e);
        }
    }

    private void put(String location, InputStream content) throws IOException {
        S3Uri uri = uri(location);
        buckets.put(uri.bucket(), uri.key(), content, "application/octet-stream");
    }

    private static S3Uri uri(String location) {
        return S3Uri.parse(location)
                .filter(uri -> !uri.key().isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(
                        "The location " + location + " is no s3:// URI with a bucket and a key."));
    }

    private final class Input implements InputFile {
        private final String location;

        private Input(String location) {
            this.location = location;
        }

        @Override
        public long getLength() {
            try {
                return Files.size(path(location));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public SeekableInputStream newStream() {
            return org.apache.iceberg.Files.localInput(path(location).toFile()).newStream();
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public boolean exists() {
            return find(location).isPresent();
        }
    }

    private final class Output implements OutputFile {
        private final String location;

        private Output(String location) {
            this.location = location;
        }

        @Override
        public PositionOutputStream create() {
            if (find(location).isPresent()) {
                throw new AlreadyExistsException("The object %s exists already", location);
            }
            return createOrOverwrite();
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return new ObjectStream(content -> put(location, content));
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public InputFile toInputFile() {
            return new Input(location);
        }
    }
}
