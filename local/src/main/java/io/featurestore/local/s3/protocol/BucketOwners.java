package io.featurestore.local.s3.protocol;

import io.featurestore.local.http.ServiceException;
import java.util.regex.Pattern;

/// Checks the account that a client expects to own a bucket. One account owns all buckets here
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html).
public final class BucketOwners {
    private static final String OWNER = "x-amz-expected-bucket-owner";
    private static final String SOURCE_OWNER = "x-amz-source-expected-bucket-owner";
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private BucketOwners() {}

    /// Returns whether the request names an owner of the bucket, or of a copy's source, other than the
    /// account.
    ///
    /// @throws ServiceException `InvalidBucketOwnerAWSAccountID` if a header is no account
    public static boolean expectsAnother(S3Request request, String account) {
        return expectsAnother(request, OWNER, account) || expectsAnother(request, SOURCE_OWNER, account);
    }

    private static boolean expectsAnother(S3Request request, String header, String account) {
        return request.header(header)
                .filter(expected -> {
                    if (!ACCOUNT.matcher(expected).matches()) {
                        throw new ServiceException(
                                400,
                                "InvalidBucketOwnerAWSAccountID",
                                "The value of the expected bucket owner parameter must be an AWS account ID");
                    }
                    return !expected.equals(account);
                })
                .isPresent();
    }
}
