package io.featurestore.export.infra.machine;

/** JVM flags by what a function does. */
public final class JvmFlags {
    /**
     * One thread collects on one vCPU or less. Metaspace that grows past its first 21 MB would bring a collection of the
     * whole heap, twice while the SDK and the SQL parser are loaded, each 40 to 70 ms. Reflection, by which Jackson
     * builds records, spins no classes: a short-lived function never gets back what each costs. The rest allows what the
     * compression libraries need of Java 25.
     */
    private static final String COMMON = "-XX:+UseSerialGC -XX:MetaspaceSize=128m "
            + "-Djdk.reflect.useNativeAccessorOnly=true --enable-native-access=ALL-UNNAMED "
            + "--sun-misc-unsafe-memory-access=allow";

    /** Short calls end before the second compiler pays: 1.3 instead of 2.2 s to the first answer. */
    private static final String SHORT = COMMON + " -XX:TieredStopAtLevel=1";

    /** Said although it is Java's default, as it was not always Lambda's. */
    private static final String LONG = COMMON + " -XX:TieredStopAtLevel=4";

    private JvmFlags() {}

    public static String of(String function) {
        return switch (function) {
            case "ConvertChunk", "TransformOnlineChunk", "FinalizeExport" -> LONG;
            default -> SHORT;
        };
    }
}
