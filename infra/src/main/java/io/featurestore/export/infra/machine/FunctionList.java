package io.featurestore.export.infra.machine;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.export.infra.settings.InvalidSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Reads the list of the state machine's functions from their jar. `local` reads the same list.
public final class FunctionList {
    /// The functions that convert chunks.
    static final Set<String> CONVERTERS = Set.of("ConvertChunk", "TransformOnlineChunk");

    private static final String ENTRY = "io/featurestore/export/functions.json";

    /// Describes a function.
    ///
    /// @param name its name in the state machine
    /// @param handler its handler's class
    /// @param memoryMb its memory in megabytes
    /// @param timeoutSeconds its time-out in seconds
    public record Entry(String name, String handler, int memoryMb, int timeoutSeconds) {}

    private FunctionList() {}

    /// Reads the list.
    ///
    /// @throws InvalidSettingException if the jar does not exist or contains no list
    public static List<Entry> of(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(ENTRY);
            if (entry == null) {
                throw new InvalidSettingException("The jar " + jar + " holds no " + ENTRY + ".");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return new JsonMapper().readValue(in, new TypeReference<>() {});
            }
        } catch (NoSuchFileException e) {
            throw new InvalidSettingException(
                    "The functions' jar " + jar + " does not exist; build the functions first.");
        } catch (IOException e) {
            throw new UncheckedIOException("the functions' list in " + jar, e);
        }
    }
}
