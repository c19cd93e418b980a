package io.featurestore.steps.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.steps.assemble.AssemblyPlan;
import io.featurestore.steps.assemble.AssemblyPlan.Copied;
import io.featurestore.steps.assemble.AssemblyPlan.Joined;
import io.featurestore.steps.assemble.AssemblyPlan.Part;
import io.featurestore.steps.assemble.AssemblyPlan.UploadLimits;
import io.featurestore.steps.assemble.Segment;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/// Checks that the parts of the largest number of chunks become one object within the service's limits.
class PlannedAssemblyProperties {
    private static final int MOST = io.featurestore.steps.Limits.MAX_CHUNKS;
    private static final long MIB = 1L << 20;
    /// The largest size of an object.
    private static final long LARGEST = 10_000 * (5L << 30);
    /// A footer with hundreds of thousands of row groups is joined into its own parts.
    private static final byte[] FOOTER = new byte[200 << 20];

    @Provide
    Arbitrary<Long> partSizes() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        0L,
                        1L,
                        5 * MIB - 1,
                        5 * MIB,
                        5 * MIB + 1,
                        10 * MIB - 1,
                        10 * MIB,
                        16 * MIB,
                        5L << 30,
                        (5L << 30) - 1),
                Arbitraries.longs().between(0, 5L << 30));
    }

    /// Parts of chunks have any size up to the largest one.
    @Property(tries = 60)
    void makesAnObjectOfAnyParts(
            @ForAll @IntRange(min = 1, max = MOST) int count,
            @ForAll("partSizes") long largest,
            @ForAll boolean parquet,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        check(count, parquet, i -> random.nextLong(largest + 1));
    }

    /// The worst case for the number of parts: each small part splits its large neighbour in two.
    @Property(tries = 60)
    void makesAnObjectOfSmallAndLargePartsInTurn(
            @ForAll("partSizes") long one, @ForAll("partSizes") long other, @ForAll boolean parquet) {
        check(MOST, parquet, i -> i % 2 == 0 ? one : other);
    }

    /// A plain csv is copied, up to the largest size of an object.
    @Property(tries = 200)
    void copiesAnObjectOfAnySize(@ForAll @LongRange(max = LARGEST) long size) {
        checkParts(AssemblyPlan.of(List.of(Segment.OfObject.whole(ref(0, size))), UploadLimits.S3), size);
    }

    @Example
    void copiesTheLargestObject() {
        AssemblyPlan plan = AssemblyPlan.of(List.of(Segment.OfObject.whole(ref(0, LARGEST))), UploadLimits.S3);

        assertThat(plan.parts()).hasSize(10_000);
        checkParts(plan, LARGEST);
    }

    private interface Sizes {
        long of(int index);
    }

    private static void check(int count, boolean parquet, Sizes sizes) {
        List<Segment> segments = new ArrayList<>();
        if (parquet) {
            segments.add(Segment.InMemory.whole(new byte[4]));
        }
        for (int i = 0; i < count; i++) {
            segments.add(Segment.OfObject.whole(ref(i, sizes.of(i))));
        }
        if (parquet) {
            segments.add(Segment.InMemory.whole(FOOTER));
        }
        checkParts(
                AssemblyPlan.of(segments, UploadLimits.S3),
                segments.stream().mapToLong(Segment::length).sum());
    }

    private static void checkParts(AssemblyPlan plan, long size) {
        List<Part> parts = plan.parts();
        assertThat(parts).hasSizeBetween(1, 10_000);
        assertThat(plan.length()).isEqualTo(size).isLessThanOrEqualTo(LARGEST);
        // Larger ranges are copied only if the plan would have too many parts otherwise.
        long most = parts.size() < 5_000 ? 512 * MIB : 5L << 30;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            boolean fits = part.length() <= most
                    && (part.length() >= 5 * MIB || i == parts.size() - 1)
                    && switch (part) {
                        case Copied(Segment.OfObject segment) ->
                            segment.isWhole() || segment.object().size() > 5 * MIB;
                        case Joined joined -> joined.length() <= 16 * MIB;
                    };
            if (!fits) {
                throw new AssertionError(
                        "part " + i + " of " + parts.size() + ", " + part.length() + " bytes: " + part.getClass());
            }
        }
    }

    private static ObjectRef ref(int index, long size) {
        return new ObjectRef(new S3Uri("work", "parts/" + index), "\"e\"", size);
    }
}
