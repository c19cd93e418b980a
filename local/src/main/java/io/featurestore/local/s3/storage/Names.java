package io.featurestore.local.s3.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.S3Errors;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// Checks the names of buckets and objects. Keys are those of S3 that end in `/`, and those that are also paths of
/// files: segments divided by `/`, none of them empty, `.` or `..`.
final class Names {
    /// The order of keys in listings: by their bytes in UTF-8, which is the order of their code points.
    static final Comparator<String> KEY_ORDER = Names::compare;

    private static final int MAX_KEY_BYTES = 1024;

    /// The most bytes of a file name in common file systems.
    private static final int MAX_SEGMENT_BYTES = 255;

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    private static final Pattern BUCKET = Pattern.compile("(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final List<String> RESERVED_STARTS = List.of("xn--", "sthree-", "amzn-s3-demo-");
    private static final List<String> RESERVED_ENDS = List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");

    private Names() {}

    /// Returns whether a general purpose bucket may have the name.
    static boolean isBucket(String name) {
        return BUCKET.matcher(name).matches()
                && !ADDRESS.matcher(name).matches()
                && RESERVED_STARTS.stream().noneMatch(name::startsWith)
                && RESERVED_ENDS.stream().noneMatch(name::endsWith);
    }

    /// Returns whether a key is one of a folder object, see [FolderObjects].
    static boolean isFolder(String key) {
        return key.endsWith("/");
    }

    /// Refuses a key that is longer than a key of S3 can be.
    static void checkLength(String key) {
        if (key.getBytes(UTF_8).length > MAX_KEY_BYTES) {
            throw new ServiceException(400, "KeyTooLongError", "the key is longer than " + MAX_KEY_BYTES + " bytes");
        }
    }

    /// Returns the file of a key below its bucket's folder. The key is none of a folder object.
    static Path file(Path bucketFolder, String key) {
        checkLength(key);
        String[] segments = key.split("/", -1);
        for (String segment : segments) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw S3Errors.invalidArgument("objects are files here: a key that does not end with / has no empty "
                        + "segment and none that is . or .., as " + key + " has");
            }
            if (segment.getBytes(UTF_8).length > MAX_SEGMENT_BYTES) {
                throw S3Errors.invalidArgument("objects are files here: no part of a key between two / is longer than "
                        + MAX_SEGMENT_BYTES + " bytes, as in " + key);
            }
        }
        return file(bucketFolder, key, segments.length);
    }

    private static Path file(Path bucketFolder, String key, int segments) {
        Path file;
        try {
            file = bucketFolder.resolve(key);
        } catch (InvalidPathException e) {
            throw S3Errors.invalidArgument("objects are files here, and the file system or the locale of this "
                    + "process cannot name a file " + key + ": " + e.getReason());
        }
        // Some systems divide a path at other characters too.
        if (!file.startsWith(bucketFolder) || file.getNameCount() != bucketFolder.getNameCount() + segments) {
            throw S3Errors.invalidArgument("objects are files here, and this system cannot name a file " + key);
        }
        return file;
    }

    private static int compare(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // A surrogate stands for a code point above every other char.
                int bySurrogate = Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y));
                return bySurrogate == 0 ? Character.compare(x, y) : bySurrogate;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
