package io.featurestore.export.infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads [Settings]. It refuses an unknown field, a missing field and a wrong type with one sentence.
public final class SettingsFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private SettingsFile() {}

    /// Reads and checks a file.
    ///
    /// @throws InvalidSettingException if the file does not exist or its settings cannot be deployed
    public static Settings read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new InvalidSettingException("The settings " + file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    public static Settings parse(String json) {
        try {
            Settings settings = MAPPER.readValue(json, Settings.class);
            SettingsCheck.check(settings);
            return settings;
        } catch (UnrecognizedPropertyException e) {
            throw new InvalidSettingException(
                    "There is no setting '" + path(e) + "'; known beside it are " + e.getKnownPropertyIds() + ".");
        } catch (JsonMappingException e) {
            throw new InvalidSettingException("The setting '" + path(e) + "' is missing or wrong (an optional one is "
                    + "written as null): " + e.getOriginalMessage() + ".");
        } catch (JsonProcessingException e) {
            throw new InvalidSettingException("The settings are not valid JSON: " + e.getMessage() + ".");
        }
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }
}
