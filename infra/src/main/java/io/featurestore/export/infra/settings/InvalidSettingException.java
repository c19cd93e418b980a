package io.featurestore.export.infra.settings;

/** A setting that cannot be deployed; the message is one sentence that names it and says what it may be. */
public final class InvalidSettingException extends RuntimeException {
    public InvalidSettingException(String sentence) {
        super(sentence);
    }
}
