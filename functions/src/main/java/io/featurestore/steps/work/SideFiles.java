package io.featurestore.steps.work;

import io.featurestore.store.objects.S3Uri;

/// Names the files that an export writes beside its output. They are never among the part files and never
/// below the output's own name. People read a folder of part files as a whole, and `COPY` of Amazon Redshift
/// loads every object whose key begins with the name of the output. Most readers of folders also ignore names
/// that begin with an underscore.
///
/// | output | manifest |
/// |---|---|
/// | `s3://b/p/data.json.gz` | `s3://b/p/_data.json.gz.manifest.json` |
/// | `s3://b/p/run/` | `s3://b/p/_run.manifest.json` |
/// | `s3://b/` | `s3://b/_manifest.json` |
///
/// @param manifest the URI of the manifest
/// @param report the URI of the report
public record SideFiles(S3Uri manifest, S3Uri report) {
    private static final String MANIFEST = "manifest.json";
    private static final String REPORT = "report.html";

    /// Returns the side files of an output.
    ///
    /// @throws IllegalArgumentException if the output can have no such files: their keys would be longer than
    ///     a key of S3 may be, or the name of the object is nothing but underscores, with which they begin
    public static SideFiles of(S3Uri output) {
        String key = output.key();
        String path = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
        int name = path.lastIndexOf('/') + 1;
        String folder = path.substring(0, name);
        if (!output.isPrefix() && path.substring(name).chars().allMatch(c -> c == '_')) {
            throw new IllegalArgumentException("the name is nothing but underscores");
        }
        return new SideFiles(
                new S3Uri(output.bucket(), folder + manifestName(path.substring(name))),
                new S3Uri(output.bucket(), folder + reportName(path.substring(name))));
    }

    /// Returns whether an object has the name of a manifest or of a report. No output may have such a name:
    /// it would pass for what an export says about another output.
    public static boolean isSideFile(S3Uri object) {
        String name = object.key().substring(object.key().lastIndexOf('/') + 1);
        return isNamed(name, MANIFEST) || isNamed(name, REPORT);
    }

    private static boolean isNamed(String name, String kind) {
        return name.equals("_" + kind) || name.startsWith("_") && name.endsWith("." + kind);
    }

    /// Returns the name of the manifest of an output. The name of a whole bucket is empty.
    public static String manifestName(String outputName) {
        return "_" + outputName + (outputName.isEmpty() ? "" : ".") + MANIFEST;
    }

    /// Returns the name of the report of an output. The name of a whole bucket is empty.
    public static String reportName(String outputName) {
        return "_" + outputName + (outputName.isEmpty() ? "" : ".") + REPORT;
    }
}
