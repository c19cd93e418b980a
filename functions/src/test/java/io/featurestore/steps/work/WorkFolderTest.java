package io.featurestore.steps.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.Internal;
import io.featurestore.failure.Transient;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkFolderTest {
    private record Note(String text) {}

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final WorkFolder work = new WorkFolder(store, WorkFolder.prefix("bucket", "run-1"));

    @Test
    void keepsEveryDocumentUnderANameOfItsOwnBelowThePrefix() {
        List<S3Uri> all = Arrays.stream(Document.values()).map(work::uri).toList();
        assertThat(all)
                .doesNotHaveDuplicates()
                .allSatisfy(uri -> assertThat(uri).asString().startsWith("s3://bucket/work/run-1/"));
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrote(Document document) {
        assertThat(work.has(document)).isFalse();
        assertThat(work.find(document, Note.class)).isEmpty();
        work.write(document, new Note("first"));
        work.write(document, new Note("second"));
        assertThat(work.has(document)).isTrue();
        assertThat(work.read(document, Note.class)).isEqualTo(new Note("second"));
        assertThat(store.contentType(work.uri(document))).isEqualTo("application/json");
        work.delete(document);
        assertThat(work.has(document)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void saysThatADocumentIsGone(Document document) {
        assertThatThrownBy(() -> work.read(document, Note.class))
                .isInstanceOf(Internal.class)
                .hasMessageContaining(work.uri(document) + " is gone")
                .hasMessageContaining("Run it again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\":\"a", "{\"text\":", "{", ""})
    void takesADocumentThatIsCutOffForAPassingFault(String cut) {
        store.seed(work.uri(Document.PLAN), cut.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> work.read(Document.PLAN, Note.class))
                .isInstanceOfAny(Transient.class, Internal.class)
                .hasMessageContaining(work.uri(Document.PLAN).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "{\"text\":\"a\"} x", "no json"})
    void takesADocumentOfAnotherFormForADefect(String wrong) {
        store.seed(work.uri(Document.JOB), wrong.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> work.find(Document.JOB, Note.class))
                .isInstanceOf(Internal.class)
                .hasMessageContaining(work.uri(Document.JOB) + " cannot be read");
    }

    /// Functions of two versions may run one export.
    @Test
    void ignoresAFieldThatAnotherVersionWrote() {
        store.seed(work.uri(Document.JOB), "{\"text\":\"a\",\"more\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(work.find(Document.JOB, Note.class)).contains(new Note("a"));
    }

    @Test
    void refusesADocumentThatIsLongerThanItMayBe() {
        store.seed(work.uri(Document.QUERY), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> work.find(Document.QUERY, Note.class))
                .isInstanceOf(Internal.class)
                .hasMessageContaining(work.uri(Document.QUERY).toString());
    }

    @Test
    void readsListsOfChunksAndNamesOneThatIsGone() {
        work.writeRepairList(1, List.of(new Note("a"), new Note("b")));
        assertThat(work.readChunks(work.repairList(1), Note.class)).containsExactly(new Note("a"), new Note("b"));
        assertThatThrownBy(() -> work.readChunks(work.repairList(2), Note.class))
                .isInstanceOf(Internal.class)
                .hasMessageContaining("repair-2.json is gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "..", "."})
    void refusesAnExecutionNameThatWouldLeaveThePrefix(String name) {
        assertThatThrownBy(() -> WorkFolder.prefix("bucket", name)).isInstanceOf(IllegalArgumentException.class);
    }
}
