package io.featurestore.local.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// Creates the values of a customer's features, including NULL.
final class CustomerValues {
    private static final List<String> SEGMENTS = List.of("new", "regular", "gold", "platinum", "dormant");
    private static final List<String> TAGS =
            List.of("vip", "newsletter", "반품", "says \"hi\"", "a,b", "[x]", "{k=v}", "", "🎁", "two\nlines");
    private static final List<String> CITIES =
            List.of("서울", "부산", "Köln", "São Paulo", "Saint-Denis, Réunion", "Truth or \"C\"", "東京");
    /// Numbers that are read back exactly only from their shortest or from a longer decimal form.
    private static final double[] AWKWARD = {
        0.1 + 0.2,
        1.0 / 3,
        -0.0,
        0.0,
        1e21,
        1e22 / 3,
        1e-7,
        123_456_789.123_456_79,
        0x1p53,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        2e-3,
        100.0,
        4.35,
        1e10
    };
    /// Integers that a double cannot hold. Programs that read a bigint with NULLs as a double lose their digits.
    private static final long[] LONG_AGES = {9_007_199_254_740_993L, Long.MAX_VALUE, Long.MIN_VALUE, -1};

    private final SplittableRandom random;

    CustomerValues(SplittableRandom random) {
        this.random = random;
    }

    /// Returns a record identifier. It has leading zeros, which must be kept as text.
    static String identifier(int customer) {
        String digits = Integer.toString(customer);
        return "0".repeat(Math.max(0, 8 - digits.length())) + digits;
    }

    /// Sets every feature except the record identifier and the event time.
    void fill(GenericRecord row, int customer) {
        row.put("age", age());
        row.put("lifetime_value", lifetimeValue());
        row.put("is_active", oneIn(30) ? null : (Boolean) !oneIn(5));
        row.put("segment", SEGMENTS.get(Math.min(random.nextInt(6), random.nextInt(SEGMENTS.size()))));
        row.put("comment", oneIn(25) ? null : CustomerComments.comment(random));
        row.put("email", email(customer));
        row.put("tags", tags());
        row.put(
                "address",
                address(row.getSchema().getField("address").schema().getTypes().get(1)));
    }

    private @Nullable Long age() {
        if (oneIn(8)) {
            return null;
        }
        return oneIn(200) ? LONG_AGES[random.nextInt(LONG_AGES.length)] : 18L + random.nextInt(70);
    }

    private @Nullable Double lifetimeValue() {
        if (oneIn(12)) {
            return null;
        }
        return oneIn(20) ? AWKWARD[random.nextInt(AWKWARD.length)] : random.nextInt(5_000_000) / 100.0;
    }

    private @Nullable String email(int customer) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> null;
            case 4 -> "";
            default -> "customer" + customer + "@example.com";
        };
    }

    private @Nullable List<String> tags() {
        if (oneIn(10)) {
            return null;
        }
        List<String> tags = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            tags.add(TAGS.get(random.nextInt(TAGS.size())));
        }
        return tags;
    }

    private @Nullable GenericRecord address(Schema schema) {
        if (oneIn(10)) {
            return null;
        }
        GenericData.Record address = new GenericData.Record(schema);
        address.put("city", oneIn(40) ? null : CITIES.get(random.nextInt(CITIES.size())));
        String zip = Integer.toString(100_000 + random.nextInt(100_000));
        address.put("zip", oneIn(15) ? null : zip.substring(1));
        return address;
    }

    private boolean oneIn(int number) {
        return random.nextInt(number) == 0;
    }
}
