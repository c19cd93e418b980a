package io.featurestore.store.files;

import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Knows the folders of a table's partitions.
interface PartitionFolders {
    /// The most prefixes that are listed one by one. For more of them, fewer and shorter prefixes are listed,
    /// which hold other folders too.
    int MOST_PREFIXES = 64;

    /// A partition's folder.
    ///
    /// @param folder the folder
    /// @param values the values of its keys; a key that is NULL is absent
    record Owner(S3Uri folder, Map<String, String> values) {
        public Owner {
            values = Map.copyOf(values);
        }
    }

    /// Returns prefixes that hold all files of the selected partitions, and maybe others.
    List<S3Uri> prefixes() throws UnlistableException;

    /// Returns the number of selected partitions, whether they have files or not. The query engine lists each
    /// of them. Empty if there are too many to count.
    OptionalLong count();

    /// Returns the partitions whose folder an object is in, selected or not. Folders may lie in each other,
    /// and several partitions may have the same one: each of them then has the file.
    ///
    /// @param folder the folder that holds the object
    List<Owner> owners(S3Uri folder);

    /// Returns whether rows of a partition may be selected.
    boolean selected(Owner owner);

    /// Parses a location of the catalog as a folder. It may begin with `s3a://` or `s3n://`, and lack the
    /// final slash.
    static S3Uri folder(String location) throws UnlistableException {
        String uri = location.replaceFirst("^s3[an]://", "s3://");
        try {
            return S3Uri.parse(uri.endsWith("/") ? uri : uri + "/");
        } catch (IllegalArgumentException e) {
            throw new UnlistableException("the location '" + location + "' cannot be listed: " + e.getMessage(), e);
        }
    }

    /// Returns whether a folder or object lies below a prefix.
    static boolean below(S3Uri uri, S3Uri prefix) {
        return uri.bucket().equals(prefix.bucket()) && uri.key().startsWith(prefix.key());
    }

    /// Returns the folder that holds an object or a folder; empty for the bucket's own.
    static Optional<S3Uri> parent(S3Uri uri) {
        if (uri.key().isEmpty()) {
            return Optional.empty();
        }
        int slash = uri.key().lastIndexOf('/', uri.key().length() - 2);
        return Optional.of(new S3Uri(uri.bucket(), uri.key().substring(0, slash + 1)));
    }
}
