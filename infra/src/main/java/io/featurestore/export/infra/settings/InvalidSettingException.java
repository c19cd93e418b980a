package io.featurestore.export.infra.settings;

/// Signals a setting that cannot be deployed. The message is one sentence that names the setting and its possible
/// values.
public final class InvalidSettingException extends RuntimeException {
    public InvalidSettingException(String sentence) {
        super(sentence);
    }
}
