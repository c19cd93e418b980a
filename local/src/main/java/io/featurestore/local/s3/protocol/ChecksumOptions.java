package io.featurestore.local.s3.protocol;

import io.featurestore.local.s3.model.Checksum;
import io.featurestore.local.s3.model.ChecksumAlgorithm;
import io.featurestore.local.s3.model.S3Errors;
import java.util.Optional;

/// Parses the checksum options of an upload.
public final class ChecksumOptions {
    private ChecksumOptions() {}

    /// Parses `x-amz-checksum-algorithm`.
    public static ChecksumAlgorithm algorithm(String header) {
        return ChecksumAlgorithm.named(header)
                .orElseThrow(() -> S3Errors.invalidRequest("there is no checksum algorithm " + header));
    }

    /// Parses `x-amz-checksum-type`. By default, CRC64NVME is FULL_OBJECT and the other algorithms are COMPOSITE.
    public static Optional<Checksum.Type> type(Optional<String> header, Optional<ChecksumAlgorithm> algorithm) {
        if (algorithm.isEmpty()) {
            header.ifPresent(h -> {
                throw S3Errors.invalidRequest("x-amz-checksum-type is given without x-amz-checksum-algorithm");
            });
            return Optional.empty();
        }
        boolean always = algorithm.get() == ChecksumAlgorithm.CRC64NVME;
        Checksum.Type type =
                switch (header.orElse(always ? "FULL_OBJECT" : "COMPOSITE")) {
                    case "FULL_OBJECT" -> Checksum.Type.FULL_OBJECT;
                    case "COMPOSITE" -> Checksum.Type.COMPOSITE;
                    default -> throw S3Errors.invalidRequest("there is no x-amz-checksum-type " + header.get());
                };
        if (type == Checksum.Type.FULL_OBJECT ? !algorithm.get().cyclic() : always) {
            throw S3Errors.invalidRequest("the checksum " + algorithm.get() + " of parts cannot be " + type);
        }
        return Optional.of(type);
    }
}
