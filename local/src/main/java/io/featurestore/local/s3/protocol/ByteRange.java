package io.featurestore.local.s3.protocol;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.S3Errors;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds a range of an object.
///
/// @param first its first byte
/// @param last its last byte, which is in the object
public record ByteRange(long first, long last) {
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    public long length() {
        return last - first + 1;
    }

    /// Parses a `Range` header: `bytes=1-5`, `bytes=1-` or `bytes=-5`. Any other is ignored, as S3 does.
    ///
    /// @throws ServiceException if the range begins after the end
    public static Optional<ByteRange> parse(String header, long size) {
        Matcher form = FORM.matcher(header.strip());
        if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (form.group(1).isEmpty()) {
            long count = Math.min(size, Long.parseLong(form.group(2)));
            return Optional.of(within(size - count, size - 1, size, header));
        }
        long first = Long.parseLong(form.group(1));
        long last = form.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(form.group(2));
        return last < first ? Optional.empty() : Optional.of(within(first, Math.min(last, size - 1), size, header));
    }

    /// Parses the range of a copy, `bytes=<first>-<last>`, which must be within the object.
    public static ByteRange parseSource(String header, long size) {
        Matcher form = FORM.matcher(header.strip());
        if (!form.matches() || form.group(1).isEmpty() || form.group(2).isEmpty()) {
            throw S3Errors.invalidArgument("x-amz-copy-source-range is not bytes=<first>-<last>: " + header);
        }
        long first = Long.parseLong(form.group(1));
        long last = Long.parseLong(form.group(2));
        if (last < first) {
            throw S3Errors.invalidArgument("x-amz-copy-source-range ends before it begins: " + header);
        }
        if (last >= size) {
            throw outside(header, size);
        }
        return new ByteRange(first, last);
    }

    private static ByteRange within(long first, long last, long size, String header) {
        if (first >= size) {
            throw outside(header, size);
        }
        return new ByteRange(first, last);
    }

    private static ServiceException outside(String header, long size) {
        return new ServiceException(
                416, "InvalidRange", "the range " + header + " is not in the object, which has " + size + " bytes");
    }
}
