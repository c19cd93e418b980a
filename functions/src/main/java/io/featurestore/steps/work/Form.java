package io.featurestore.steps.work;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.store.objects.S3Uri;
import java.util.OptionalInt;

/// Describes the output. Part of a request.
///
/// @param output an object, or a prefix that ends in `/` and receives part files
/// @param format the output's format
/// @param compression the output's compression, one that the format takes
/// @param chunkSize the number of records per chunk that the caller asks for; empty leaves it to the plan
/// @param overwrite whether an existing output is replaced
public record Form(S3Uri output, Format format, Compression compression, OptionalInt chunkSize, boolean overwrite) {}
