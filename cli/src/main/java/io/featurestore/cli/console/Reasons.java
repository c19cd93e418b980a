package io.featurestore.cli.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Describes exceptions of the file system and of the AWS SDK in words for the user.
public final class Reasons {
    private Reasons() {}

    /// Returns the reason why a file could not be read or written.
    public static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> Texts.text("reason.denied");
            case NoSuchFileException f -> Texts.text("reason.none", f.getFile());
            case NotDirectoryException f -> Texts.text("reason.not.folder", f.getFile());
            // Creating a folder fails this way when a file of that name exists.
            case FileAlreadyExistsException f -> Texts.text("reason.not.folder", f.getFile());
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /// Returns the reason why a call of AWS failed: the service's answer, or why the service was not reached.
    public static String of(SdkException e) {
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            String answer = service.awsErrorDetails().errorMessage();
            String code = service.awsErrorDetails().errorCode();
            String message = answer == null || answer.isBlank() ? "HTTP " + service.statusCode() : answer;
            return code == null || code.isBlank()
                    ? Texts.text("reason.refused", message)
                    : Texts.text("reason.refused.code", message, code);
        }
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Unable to load credentials")) {
            return Texts.text("reason.credentials");
        }
        if (message.startsWith("Unable to load region")) {
            return Texts.text("reason.region");
        }
        return Texts.text("reason.unreachable", message.lines().findFirst().orElse(message));
    }
}
