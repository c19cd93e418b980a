package io.featurestore.export.chunks;

import io.featurestore.export.objects.S3Uri;

/**
 * What is gathered of an export's records while they are converted.
 *
 * @param place the prefix, in the work prefix, of what is gathered of each chunk
 * @param statistics whether statistics of every column are
 * @param eventTime name of the event time's column, which may not be among those that are exported
 */
public record Observed(S3Uri place, boolean statistics, String eventTime) {}
