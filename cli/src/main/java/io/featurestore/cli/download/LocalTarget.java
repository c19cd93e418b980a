package io.featurestore.cli.download;

import io.featurestore.store.objects.S3Uri;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/// A place on this machine that an output is downloaded to.
public sealed interface LocalTarget permits LocalOutput, StandardOutput {
    /// Names an object to download.
    ///
    /// @param uri where it is
    /// @param bytes its size
    /// @param handover the export that made it; a download that ends early can then be continued by another
    ///     run. Empty if it need not be, because the object is on this machine
    record Source(S3Uri uri, long bytes, Optional<Handover> handover) {}

    /// Checks that the place can be written. Call this before anything that costs money.
    ///
    /// @param overwrite whether an existing file may be replaced
    /// @throws io.featurestore.cli.console.CommandFailure if it cannot be written
    void check(boolean overwrite);

    /// Downloads an object.
    ///
    /// @param overwrite whether an existing file may be replaced
    /// @param transfer is told how far the download is
    /// @return the version of the object that was downloaded; empty in a bucket without versions
    /// @throws io.featurestore.cli.console.CommandFailure if the object cannot be read, or the place cannot
    ///     be written
    Optional<String> download(S3Client s3, Source source, boolean overwrite, Transfer transfer);

    /// Returns the place as a user names it.
    String shown();
}
