package io.featurestore.steps.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.Internal;
import io.featurestore.steps.assemble.AssemblyPlan.Copied;
import io.featurestore.steps.assemble.AssemblyPlan.Joined;
import io.featurestore.steps.assemble.AssemblyPlan.Part;
import io.featurestore.steps.assemble.AssemblyPlan.UploadLimits;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AssemblyPlanProperties {
    private static final long MIB = 1L << 20;
    private static final UploadLimits SMALL = new UploadLimits(10, 100, 100, 200, 40);

    @Provide
    Arbitrary<List<Segment>> segments() {
        Arbitrary<Segment> whole = Arbitraries.longs().between(0, 450).map(size -> Segment.OfObject.whole(ref(size)));
        Arbitrary<Segment> range = Arbitraries.longs()
                .between(0, 450)
                .flatMap(size -> Arbitraries.longs().between(0, size).flatMap(start -> Arbitraries.longs()
                        .between(start, size)
                        .map(end -> new Segment.OfObject(ref(size), start, end))));
        Arbitrary<Segment> small = Arbitraries.longs().between(0, 12).map(size -> Segment.OfObject.whole(ref(size)));
        Arbitrary<Segment> memory =
                Arbitraries.integers().between(0, 90).map(size -> Segment.InMemory.whole(new byte[size]));
        return Arbitraries.oneOf(whole, range, small, memory).list().ofMaxSize(40);
    }

    @Property(tries = 500)
    void coversAllBytesInOrder(@ForAll("segments") List<Segment> segments) {
        List<Segment> planned = AssemblyPlan.of(segments, SMALL).parts().stream()
                .flatMap(part -> switch (part) {
                    case Copied copied -> List.<Segment>of(copied.segment()).stream();
                    case Joined gathered -> gathered.segments().stream();
                })
                .toList();
        assertThat(bytes(planned)).isEqualTo(bytes(segments));
    }

    @Property(tries = 500)
    void givesPartsThatS3Takes(@ForAll("segments") List<Segment> segments) {
        List<Part> parts = AssemblyPlan.of(segments, SMALL).parts();
        assertThat(parts).isNotEmpty().hasSizeLessThanOrEqualTo(200);
        assertThat(parts.subList(0, parts.size() - 1))
                .allSatisfy(part -> assertThat(part.length()).isGreaterThanOrEqualTo(10));
        assertThat(parts).allSatisfy(part -> {
            switch (part) {
                case Copied(Segment.OfObject segment) -> {
                    assertThat(segment.length()).isBetween(10L, 100L);
                    assertThat(segment.isWhole() || segment.object().size() > 10)
                            .isTrue();
                }
                case Joined gathered -> assertThat(gathered.length()).isLessThanOrEqualTo(40);
            }
        });
    }

    @Property(tries = 200)
    void copiesWhatIsLargeEnough(@ForAll("segments") List<Segment> segments) {
        long gathered = AssemblyPlan.of(segments, SMALL).parts().stream()
                .filter(Joined.class::isInstance)
                .mapToLong(Part::length)
                .sum();
        long atMost = segments.stream()
                .mapToLong(segment ->
                        segment instanceof Segment.OfObject && segment.length() >= 20 ? 10 : segment.length())
                .sum();
        assertThat(gathered).isLessThanOrEqualTo(atMost);
    }

    @Property(tries = 100)
    void gathersMoreWhereThereWouldBeTooManyParts(@ForAll("segments") List<Segment> segments) {
        UploadLimits few = new UploadLimits(10, 100, 100, 12, 40);
        long size = segments.stream().mapToLong(Segment::length).sum();
        if (size <= 12 * 20 && segments.stream().allMatch(segment -> segment.length() < 20)) {
            assertThat(AssemblyPlan.of(segments, few).parts()).hasSizeLessThanOrEqualTo(12);
        }
    }

    @Test
    void copiesALargeObjectInEqualRangesOfAtMost512Mebibytes() {
        ObjectRef large = ref((11L << 30) + 7);
        assertThat(copied(large)).hasSize(23).allSatisfy(length -> assertThat(length)
                .isBetween(489 * MIB, 490 * MIB));
        assertThat(copied(ref(100_000_000_000L))).hasSize(187);
    }

    @Test
    void copiesLargerRangesOnlyIfThereWouldBeTooManyParts() {
        assertThat(copied(ref(10_000 * 512 * MIB))).hasSize(10_000).containsOnly(512 * MIB);
        assertThat(copied(ref(10_000 * 512 * MIB + 1))).hasSize(5_001);
        assertThat(copied(ref(10_000 * 5_120 * MIB))).hasSize(10_000).containsOnly(5_120 * MIB);
    }

    private static List<Long> copied(ObjectRef object) {
        return AssemblyPlan.of(List.of(Segment.OfObject.whole(object)), UploadLimits.S3).parts().stream()
                .map(Part::length)
                .toList();
    }

    @Test
    void beginsTheNextPartEarlyToFillASmallOne() {
        ObjectRef small = ref(3);
        ObjectRef large = ref(20 * MIB);
        assertThat(AssemblyPlan.of(
                                List.of(Segment.OfObject.whole(small), Segment.OfObject.whole(large)), UploadLimits.S3)
                        .parts())
                .containsExactly(
                        new Joined(List.of(Segment.OfObject.whole(small), new Segment.OfObject(large, 0, 5 * MIB - 3))),
                        new Copied(new Segment.OfObject(large, 5 * MIB - 3, 20 * MIB)));
    }

    @Test
    void joinsTenThousandSmallPartsWithinTheLimits() {
        List<Segment> parts = Collections.nCopies(10_000, Segment.OfObject.whole(ref(6 * MIB)));
        List<Segment> parquet = new ArrayList<>(List.of(Segment.InMemory.whole(new byte[4])));
        parquet.addAll(parts);
        parquet.add(Segment.InMemory.whole(new byte[100]));
        AssemblyPlan plan = AssemblyPlan.of(parquet, UploadLimits.S3);
        assertThat(plan.parts()).hasSizeLessThanOrEqualTo(10_000);
        assertThat(plan.length()).isEqualTo(10_000 * 6 * MIB + 104);
    }

    @Test
    void refusesMoreLargeSegmentsThanAnUploadHasParts() {
        List<Segment> parts = Collections.nCopies(10_001, Segment.OfObject.whole(ref(100 * MIB)));
        assertThatThrownBy(() -> AssemblyPlan.of(parts, UploadLimits.S3))
                .isInstanceOf(Internal.class)
                .hasMessageContaining("chunkSize");
    }

    private static ObjectRef ref(long size) {
        return new ObjectRef(new S3Uri("bucket", "parts/" + size), "\"e\"", size);
    }

    /// Returns each byte as its object and offset. The object's size identifies it here.
    private static List<String> bytes(List<Segment> segments) {
        return segments.stream()
                .flatMap(segment -> switch (segment) {
                    case Segment.OfObject(ObjectRef object, long start, long end) ->
                        LongStream.range(start, end).mapToObj(i -> object.size() + ":" + i);
                    case Segment.InMemory(byte[] content, int start, int end) ->
                        LongStream.range(start, end).mapToObj(i -> "m" + content.length + ":" + i);
                })
                .toList();
    }
}
