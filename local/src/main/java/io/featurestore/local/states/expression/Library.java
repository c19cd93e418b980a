package io.featurestore.local.states.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Provides the functions that Step Functions adds to JSONata, and refuses `$eval`, which Step Functions does not
/// support: docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html.
final class Library {
    private static final int RANGE = 1_000;
    private static final List<String> HASHES = List.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

    private Library() {}

    static void bind(Jsonata.Frame frame) {
        bind(frame, "partition", 2, arguments -> partition(arguments.get(0), arguments.get(1)));
        bind(frame, "range", 3, arguments -> range(arguments.get(0), arguments.get(1), arguments.get(2)));
        bind(frame, "hash", 2, arguments -> hash(arguments.get(0), arguments.get(1)));
        bind(frame, "random", 1, arguments -> random(arguments.get(0)));
        bind(frame, "uuid", 0, arguments -> UUID.randomUUID().toString());
        bind(frame, "parse", 1, arguments -> parse(arguments.get(0)));
        bind(frame, "eval", 0, arguments -> {
            throw new IllegalArgumentException("$eval is not supported; use $parse for JSON text");
        });
    }

    private interface Body {
        @Nullable
        Object apply(List<@Nullable Object> arguments);
    }

    /// Binds a function. Missing arguments are passed as null, which means undefined.
    private static void bind(Jsonata.Frame frame, String name, int parameters, Body body) {
        frame.bind(
                name,
                new Jsonata.JFunction(
                        (input, given) -> {
                            List<@Nullable Object> arguments = new ArrayList<>();
                            if (given != null) {
                                arguments.addAll(given);
                            }
                            while (arguments.size() < parameters) {
                                arguments.add(null);
                            }
                            return body.apply(arguments);
                        },
                        null));
    }

    private static List<Object> partition(@Nullable Object array, @Nullable Object size) {
        if (!(array instanceof List<?> list) || !(size instanceof Number number) || number.longValue() < 1) {
            throw new IllegalArgumentException("$partition takes an array and a size of at least 1");
        }
        int step = number.intValue();
        List<Object> parts = new ArrayList<>();
        for (int i = 0; i < list.size(); i += step) {
            parts.add(new ArrayList<>(list.subList(i, Math.min(list.size(), i + step))));
        }
        return parts;
    }

    private static List<Object> range(@Nullable Object from, @Nullable Object to, @Nullable Object step) {
        if (!(from instanceof Number first)
                || !(to instanceof Number last)
                || !(step instanceof Number delta)
                || delta.longValue() == 0) {
            throw new IllegalArgumentException("$range takes a first number, a last one and a step other than 0");
        }
        long increment = delta.longValue();
        List<Object> numbers = new ArrayList<>();
        for (long n = first.longValue();
                increment > 0 ? n <= last.longValue() : n >= last.longValue();
                n += increment) {
            if (numbers.size() == RANGE) {
                throw new IllegalArgumentException("$range yields more than " + RANGE + " numbers");
            }
            numbers.add(n);
        }
        return numbers;
    }

    private static String hash(@Nullable Object text, @Nullable Object algorithm) {
        if (!(text instanceof String data) || !(algorithm instanceof String name) || !HASHES.contains(name)) {
            throw new IllegalArgumentException("$hash takes a text and one of " + HASHES);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(data.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("This Java runtime does not support " + name, e);
        }
    }

    private static double random(@Nullable Object seed) {
        return seed instanceof Number number
                ? new Random(number.longValue()).nextDouble()
                : ThreadLocalRandom.current().nextDouble();
    }

    private static Object parse(@Nullable Object text) {
        if (!(text instanceof String json)) {
            throw new IllegalArgumentException("$parse takes a text");
        }
        try {
            return Values.toJava(Json.parse(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("$parse: not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
