package io.featurestore.local.http;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Refuses requests of web pages. A page can make a browser send requests to the loopback address. But it can
/// forge neither `Host`, which shows a rebound DNS name, nor `Origin`.
final class LoopbackGuard {
    private static final List<String> NAMES = List.of("127.0.0.1", "localhost", "[::1]");

    /// The values for a page of these services, or for no page at all (www.w3.org/TR/fetch-metadata).
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final int port;

    LoopbackGuard(int port) {
        this.port = port;
    }

    /// Returns the reason for refusing the request, or empty if it is accepted.
    Optional<String> refusal(Headers headers) {
        List<String> hosts = headers.getOrDefault("Host", List.of());
        if (hosts.size() != 1 || !isLoopback(hosts.getFirst())) {
            return Optional.of("refused: the Host header is " + hosts + "; use 127.0.0.1 or localhost");
        }
        List<String> origins = headers.getOrDefault("Origin", List.of());
        if (!origins.stream().allMatch(this::isOwn)) {
            return Optional.of("refused: sent by a web page of " + String.join(", ", origins));
        }
        // A browser requests the images and scripts of a page without an Origin.
        List<String> sites = headers.getOrDefault("Sec-Fetch-Site", List.of());
        if (!sites.stream().allMatch(OWN_SITES::contains)) {
            return Optional.of("refused: sent by a web page of another site");
        }
        return Optional.empty();
    }

    private static boolean isLoopback(String host) {
        String name = host.replaceFirst(":\\d{1,5}$", "").toLowerCase(Locale.ROOT);
        return NAMES.contains(name) || name.endsWith(".localhost");
    }

    private boolean isOwn(String origin) {
        return NAMES.stream().anyMatch(name -> origin.equalsIgnoreCase("http://" + name + ":" + port));
    }
}
