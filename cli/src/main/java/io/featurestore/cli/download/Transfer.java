package io.featurestore.cli.download;

/// Is told how far a download is. Several threads call it.
public interface Transfer {
    /// Called when bytes have come.
    ///
    /// @param here the bytes that are on this machine
    /// @param bytes the bytes of the whole object
    void moved(long here, long bytes);
}
