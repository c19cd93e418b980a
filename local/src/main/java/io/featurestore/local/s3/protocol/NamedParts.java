package io.featurestore.local.s3.protocol;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.ChecksumAlgorithm;
import io.featurestore.local.s3.model.ETags;
import io.featurestore.local.s3.model.PartInfo;
import io.featurestore.local.s3.model.S3Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Selects the parts with which a client completes an upload.
public final class NamedParts {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
    private static final long MIN_PART_BYTES = 5L << 20;

    private NamedParts() {}

    /// Returns the parts that the document names. They must exist, be in order and be large enough.
    public static List<PartInfo> select(XmlElement document, List<PartInfo> uploaded) {
        Map<Integer, PartInfo> byNumber =
                uploaded.stream().collect(Collectors.toMap(PartInfo::number, Function.identity()));
        List<PartInfo> parts = new ArrayList<>();
        for (XmlElement named : document.all("Part")) {
            int number = number(named);
            if (!parts.isEmpty() && number <= parts.getLast().number()) {
                throw new ServiceException(
                        400,
                        "InvalidPartOrder",
                        "part " + number + " comes after part "
                                + parts.getLast().number() + "; parts are in ascending order");
            }
            PartInfo part = byNumber.get(number);
            if (part == null) {
                throw S3Errors.invalidPart("part " + number + " was not uploaded");
            }
            check(named, part);
            parts.add(part);
        }
        if (parts.isEmpty()) {
            throw S3Errors.malformedXml("the document names no part");
        }
        for (PartInfo part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < MIN_PART_BYTES) {
                throw new ServiceException(
                        400,
                        "EntityTooSmall",
                        "part " + part.number() + " has " + part.size()
                                + " bytes; every part but the last has at least " + MIN_PART_BYTES);
            }
        }
        return parts;
    }

    private static int number(XmlElement named) {
        String text = named.required("PartNumber").strip();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw S3Errors.malformedXml("PartNumber is " + text);
        }
    }

    private static void check(XmlElement named, PartInfo part) {
        if (!ETags.bare(named.required("ETag")).equals(ETags.bare(part.etag()))) {
            throw S3Errors.invalidPart(
                    "part " + part.number() + " has the ETag " + part.etag() + ", not " + named.required("ETag"));
        }
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            named.child(algorithm.element()).ifPresent(given -> {
                if (part.checksumOf(algorithm)
                        .filter(c -> c.value().equals(given))
                        .isEmpty()) {
                    throw S3Errors.invalidPart(
                            "part " + part.number() + " was not uploaded with the checksum " + algorithm + " " + given);
                }
            });
        }
    }
}
