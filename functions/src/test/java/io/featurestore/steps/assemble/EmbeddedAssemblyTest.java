package io.featurestore.steps.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.aws.AwsClients;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.failure.OutputExists;
import io.featurestore.failure.ResultChanged;
import io.featurestore.local.LocalAws;
import io.featurestore.steps.publish.ObjectAssembly;
import io.featurestore.steps.publish.Ownership;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Joins real bytes through the SDK on the embedded S3, with the limits of S3.
class EmbeddedAssemblyTest {
    private static final int MIB = 1 << 20;
    private static final S3Uri WORK = S3Uri.parse("s3://work-bucket/work/run-1/");
    private static final S3Uri TARGET = S3Uri.parse("s3://out-bucket/a b+ü/data.bin");
    private static final Map<String, String> SETTINGS =
            Map.of("aws.region", "us-east-1", "aws.accessKeyId", "local", "aws.secretAccessKey", "local");

    @TempDir
    private Path folder;

    private LocalAws aws;
    private ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        aws = LocalAws.open(folder, 0, "us-east-1");
        aws.createBucket("work-bucket");
        aws.createBucket("out-bucket");
        SETTINGS.forEach(System::setProperty);
        System.setProperty("aws.endpointUrl", aws.endpoint().toString());
        store = new S3ObjectStore(new AwsClients());
    }

    @AfterEach
    void stop() {
        aws.close();
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }

    @Test
    void joinsSmallAndLargePartsAndBytesInMemory() throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        List<Segment> segments = new ArrayList<>();
        Random random = new Random(7);
        for (int size : new int[] {100, 12 * MIB, 6 * MIB, 3, MIB, 2 * MIB, 5 * MIB, 70}) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            expected.writeBytes(content);
            segments.add(
                    size == 70
                            ? Segment.InMemory.whole(content)
                            : Segment.OfObject.whole(put(WORK.append("parts/" + segments.size()), content)));
        }
        ObjectRef joined = assemble("run-1", segments, IfExists.REFUSE);
        try (InputStream in = store.open(joined, 0, joined.size())) {
            assertThat(in.readAllBytes()).isEqualTo(expected.toByteArray());
        }
        assertThat(assemble("run-1", segments, IfExists.REFUSE)).isEqualTo(joined);
        assertThatThrownBy(() -> assemble("run-2", segments, IfExists.REFUSE)).isInstanceOf(OutputExists.class);
        assertThat(assemble("run-2", segments, IfExists.REPLACE).etag()).isEqualTo(joined.etag());
    }

    @Test
    void meetsTheConditionsOfEveryWayToWrite() {
        ObjectRef part = put(WORK.append("part"), new byte[6 * MIB]);
        put(TARGET, new byte[] {1});
        assertThatThrownBy(() -> store.put(TARGET, new byte[1], "text/plain", Map.of(), IfExists.REFUSE))
                .isInstanceOf(ObjectStore.AlreadyExists.class);
        assertThatThrownBy(() -> store.copy(part, TARGET, "text/plain", Map.of(), IfExists.REFUSE))
                .isInstanceOf(ObjectStore.AlreadyExists.class);
        String upload = store.startUpload(TARGET, "text/plain", Map.of());
        List<ObjectStore.UploadedPart> parts = List.of(store.copyPart(TARGET, upload, 1, part, 0, part.size()));
        assertThatThrownBy(() -> store.completeUpload(TARGET, upload, parts, IfExists.REFUSE))
                .isInstanceOf(ObjectStore.AlreadyExists.class);
        store.abortUpload(TARGET, upload);
        store.abortUpload(TARGET, upload);
        assertThat(store.describe(TARGET).orElseThrow().ref().size()).isEqualTo(1);
        put(WORK.append("part"), new byte[] {2});
        assertThatThrownBy(() -> store.copy(part, WORK.append("copy"), "text/plain", Map.of(), IfExists.REPLACE))
                .isInstanceOf(ResultChanged.class);
        assertThatThrownBy(() -> store.open(part, 0, 1)).isInstanceOf(ResultChanged.class);
    }

    @Test
    void listsAndDeletes() {
        for (int i = 0; i < 12; i++) {
            put(WORK.append("many/" + i), new byte[0]);
        }
        List<S3Uri> all = store.list(WORK.append("many/")).map(ObjectRef::uri).toList();
        assertThat(all).hasSize(12);
        store.delete(all);
        assertThat(store.list(WORK)).isEmpty();
        store.delete(all);
    }

    @Test
    void namesAMissingBucket() {
        S3Uri nowhere = S3Uri.parse("s3://no-such-bucket/key");
        assertThatThrownBy(() -> store.describe(nowhere))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("'no-such-bucket'");
        assertThatThrownBy(() -> store.startUpload(nowhere, "t", Map.of())).isInstanceOf(InvalidRequest.class);
    }

    private ObjectRef put(S3Uri uri, byte[] content) {
        return store.put(uri, content, "application/octet-stream", Map.of(), IfExists.REPLACE);
    }

    private ObjectRef assemble(String execution, List<Segment> segments, IfExists ifExists) {
        return new ObjectAssembly(store, new WorkFolder(store, WORK), new Ownership(execution))
                .assemble(
                        TARGET,
                        "application/octet-stream",
                        AssemblyPlan.of(segments, AssemblyPlan.UploadLimits.S3),
                        ifExists);
    }
}
