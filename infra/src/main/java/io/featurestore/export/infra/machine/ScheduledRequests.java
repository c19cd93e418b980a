package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.settings.InvalidSettingException;
import io.featurestore.export.infra.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Checks the export requests of the settings, so that a wrong one is found at synth and not when it is due. The
/// rules are those of the functions' jar that is deployed with the settings: the jar is loaded for the check.
public final class ScheduledRequests {
    private static final String RULES = "io.featurestore.export.RequestCheck";
    /// A time as EventBridge Scheduler writes it.
    private static final String SAMPLE_TIME = "2026-01-31T03:00:00Z";

    private ScheduledRequests() {}

    /// Checks the requests of all schedules and of the pipeline's smoke export.
    ///
    /// @throws InvalidSettingException if a request would be refused; the message lists all violations
    public static void check(Settings settings, Path jar) {
        if (settings.schedules().isEmpty() && settings.pipeline().isEmpty()) {
            return;
        }
        List<String> violations = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(
                "functions", new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            BiFunction<String, Map<String, String>, Optional<String>> rules = rules(loader, jar);
            Map<String, String> defaults = defaults(settings);
            for (Settings.Schedule schedule : settings.schedules()) {
                rules.apply(Schedules.input(schedule, SAMPLE_TIME), defaults)
                        .ifPresent(refusal -> violations.add("The request of the schedule '" + schedule.name()
                                + "' would be refused. " + refusal));
            }
            settings.pipeline()
                    .flatMap(pipeline -> rules.apply(pipeline.smokeRequest().toString(), defaults))
                    .ifPresent(refusal ->
                            violations.add("The request pipeline.smokeRequest would be refused. " + refusal));
        } catch (IOException e) {
            throw new UncheckedIOException("the functions' jar " + jar, e);
        }
        if (!violations.isEmpty()) {
            throw new InvalidSettingException(String.join(" ", violations));
        }
    }

    /// Returns the buckets and the work group of the stack. A bucket that the stack creates has no name yet.
    private static Map<String, String> defaults(Settings settings) {
        return Map.of(
                "exportBucket", settings.exportBucket().orElse("export-bucket-of-the-stack"),
                "workBucket", settings.workBucket().orElse("work-bucket-of-the-stack"),
                "workgroup", settings.stackName());
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<String, Map<String, String>, Optional<String>> rules(ClassLoader loader, Path jar) {
        try {
            return (BiFunction<String, Map<String, String>, Optional<String>>)
                    loader.loadClass(RULES).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new InvalidSettingException(
                    "The functions' jar " + jar + " holds no usable " + RULES + " (" + e + "); build the functions first.");
        }
    }
}
