package io.featurestore.local.s3.storage;

import io.featurestore.local.s3.model.UploadInfo;
import java.util.List;

/// Holds a page of a listing of multipart uploads.
///
/// @param uploads the uploads on it
/// @param truncated whether there are more uploads
public record UploadPage(List<UploadInfo> uploads, boolean truncated) {
    /// Returns a page of all uploads of a bucket. The id marker counts only for uploads of the key that is the
    /// key marker.
    public static UploadPage of(List<UploadInfo> all, String prefix, String keyMarker, String idMarker, int max) {
        List<UploadInfo> wanted =
                all.stream().filter(u -> u.key().startsWith(prefix)).toList();
        int start = 0;
        for (UploadInfo upload : wanted) {
            int order = Names.KEY_ORDER.compare(upload.key(), keyMarker);
            if (order > 0 || (order == 0 && !idMarker.isEmpty() && isAfter(upload, idMarker, wanted))) {
                break;
            }
            start++;
        }
        int end = (int) Math.min(wanted.size(), (long) start + max);
        return new UploadPage(wanted.subList(start, end), max > 0 && end < wanted.size());
    }

    private static boolean isAfter(UploadInfo upload, String idMarker, List<UploadInfo> wanted) {
        List<String> ids = wanted.stream()
                .filter(u -> u.key().equals(upload.key()))
                .map(UploadInfo::id)
                .toList();
        return ids.indexOf(upload.id()) > ids.indexOf(idMarker);
    }
}
