package io.featurestore.cli.execution;

import io.featurestore.store.objects.S3Uri;
import software.amazon.awssdk.services.s3.S3Client;

/// A place on this machine that an output is downloaded to.
public sealed interface LocalTarget permits LocalOutput, StandardOutput {
    /// Checks that the place can be written. Call this before anything that costs money.
    ///
    /// @param overwrite whether an existing file may be replaced
    /// @throws io.featurestore.cli.console.CommandFailure if it cannot be written
    void check(boolean overwrite);

    /// Downloads an object of that size in bytes.
    ///
    /// @param overwrite whether an existing file may be replaced
    /// @throws io.featurestore.cli.console.CommandFailure if the place cannot be written
    void download(S3Client s3, S3Uri from, long bytes, boolean overwrite);

    /// Returns the place as a user names it.
    String shown();
}
