package io.featurestore.export.infra.machine;

/// Chooses the JVM flags of a function.
public final class JvmFlags {
    /// Flags of all functions. The serial collector fits one vCPU or less. The larger metaspace avoids
    /// collections of the whole heap: at the default of 21 MB, loading the SDK and the SQL parser causes two of
    /// them, 40 to 70 ms each. Jackson builds records by reflection through native accessors: generated accessor
    /// classes cost more than they save in a short-lived function. The other flags allow native access to the
    /// compression libraries, as Java 25 requires.
    /// `http.maxConnections` is the number of idle connections that Java's HTTP client keeps for each host, 5 by
    /// default (docs.oracle.com/en/java/javase/25/docs/api/java.base/java/net/doc-files/net-properties.html). It is
    /// the highest number of requests that FinalizeExport makes at the same time, so that none of them needs a new
    /// TLS handshake.
    private static final String COMMON = "-XX:+UseSerialGC -XX:MetaspaceSize=128m "
            + "-Djdk.reflect.useNativeAccessorOnly=true --enable-native-access=ALL-UNNAMED "
            + "--sun-misc-unsafe-memory-access=allow -Dhttp.maxConnections=192";

    /// Flag of functions with short calls, which end before the second compiler pays off. The first answer takes
    /// 1.3 s instead of 2.2 s.
    private static final String SHORT = COMMON + " -XX:TieredStopAtLevel=1";

    /// Set although it is Java's default, as it was not always Lambda's.
    private static final String LONG = COMMON + " -XX:TieredStopAtLevel=4";

    private JvmFlags() {}

    public static String of(String function) {
        return switch (function) {
            case "ConvertChunk", "TransformOnlineChunk", "FinalizeExport" -> LONG;
            default -> SHORT;
        };
    }
}
