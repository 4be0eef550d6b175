package dev.retort.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtefactStoreTest {
    private static final int FILE_BYTES = 1000;

    @TempDir
    Path temporary;

    @Test
    void isNotThereWhenTheStoreWasFullInTheMiddleAndIsThereOnceItHasRoom() throws Exception {
        for (int roomFor = 0; roomFor <= 2; roomFor++) {
            FailingStore store = new FailingStore((long) roomFor * FILE_BYTES);
            ArtefactStore artefacts = new ArtefactStore(store, temporary.resolve("cache" + roomFor));
            Map<String, Path> files = files();

            assertThatThrownBy(() -> artefacts.publish(ObjectKeys::model, manifest(files), files))
                    .isInstanceOf(StoreRefusedException.class);

            assertThat(store.list("")).noneMatch(key -> key.endsWith(ObjectKeys.MANIFEST));
            store.makeRoom();
            Digest digest = artefacts.publish(ObjectKeys::model, manifest(files), files);
            assertThat(fetch(artefacts, digest).file(ModelManifest.ONNX)).hasSize(FILE_BYTES);
        }
    }

    @Test
    void deletesAnArtefactAndWhatIsLeftOfOne() throws Exception {
        FailingStore store = new FailingStore(Long.MAX_VALUE);
        ArtefactStore artefacts = new ArtefactStore(store, temporary.resolve("cache"));
        Map<String, Path> files = files();
        Digest digest = artefacts.publish(ObjectKeys::model, manifest(files), files);
        String prefix = ObjectKeys.model(digest);
        Path copy = fetch(artefacts, digest).directory();
        store.put("models/other", new byte[1]);

        assertThat(artefacts.delete(prefix, digest)).isTrue();
        assertThat(artefacts.delete(prefix, digest)).isFalse();
        store.put(prefix + ModelManifest.ONNX, new byte[1]);
        assertThat(artefacts.delete(prefix, digest)).isTrue();

        assertThat(store.list("")).containsExactly("models/other");
        assertThat(copy).doesNotExist();
    }

    @Test
    void keepsNothingHalfWrittenInTheCacheWhenTheDiskIsFull() throws Exception {
        FailingStore store = new FailingStore(Long.MAX_VALUE);
        Path cache = temporary.resolve("cache");
        ArtefactStore artefacts = new ArtefactStore(store, cache);
        Map<String, Path> files = files();
        Digest digest = artefacts.publish(ObjectKeys::model, manifest(files), files);
        store.failAfterDownloads(1);

        assertThatThrownBy(() -> fetch(artefacts, digest))
                .isInstanceOf(LocalDiskException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining(cache.toString())
                .hasMessageContaining("make room there");

        assertThat(cache).isEmptyDirectory();
        store.makeRoom();
        assertThat(fetch(artefacts, digest).file(ModelManifest.WEIGHTS)).hasSize(FILE_BYTES);
    }

    @Test
    void saysWhichFolderItCannotUse() throws IOException {
        FailingStore store = new FailingStore(Long.MAX_VALUE);
        Path notAFolder = Files.createFile(temporary.resolve("file"));
        ArtefactStore artefacts = new ArtefactStore(store, notAFolder);
        Map<String, Path> files = files();
        Digest digest = artefacts.publish(ObjectKeys::model, manifest(files), files);

        assertThatThrownBy(() -> fetch(artefacts, digest))
                .isInstanceOf(LocalDiskException.class)
                .hasMessageContaining("cannot use " + notAFolder);
    }

    @ParameterizedTest
    @ValueSource(strings = {ModelManifest.ONNX, ObjectKeys.MANIFEST})
    void fetchesAnewWhatWasDamagedInTheCache(String damaged) throws IOException {
        ArtefactStore artefacts = new ArtefactStore(new FailingStore(Long.MAX_VALUE), temporary.resolve("cache"));
        Map<String, Path> files = files();
        Digest digest = artefacts.publish(ObjectKeys::model, manifest(files), files);
        Files.write(fetch(artefacts, digest).directory().resolve(damaged), new byte[] {1, 2, 3});

        Artefact<ModelManifest> again = fetch(artefacts, digest);

        assertThat(again.file(ModelManifest.ONNX)).hasBinaryContent(new byte[FILE_BYTES]);
    }

    @Test
    void saysThatTheStoreIsDamagedAndKeepsNothingOfIt() throws IOException {
        FailingStore store = new FailingStore(Long.MAX_VALUE);
        Path cache = temporary.resolve("cache");
        ArtefactStore artefacts = new ArtefactStore(store, cache);
        Map<String, Path> files = files();
        Digest digest = artefacts.publish(ObjectKeys::model, manifest(files), files);
        store.objects.put(ObjectKeys.model(digest) + ModelManifest.ONNX, new byte[FILE_BYTES - 1]);

        assertThatThrownBy(() -> fetch(artefacts, digest))
                .isInstanceOf(CorruptArtefactException.class)
                .hasMessageContaining(ModelManifest.ONNX);
        assertThat(cache).isEmptyDirectory();
    }

    /** Two stores on one folder are what two processes are to each other. */
    @Test
    void sharesItsCacheWithAnotherProcessThatFetchesTheSame() throws Exception {
        FailingStore store = new FailingStore(Long.MAX_VALUE);
        Map<String, Path> files = files();
        Digest digest = new ArtefactStore(store, temporary).publish(ObjectKeys::model, manifest(files), files);
        try (ExecutorService processes = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 100; round++) {
                Path cache = temporary.resolve("cache" + round);
                Callable<byte[]> process = () -> Files.readAllBytes(
                        fetch(new ArtefactStore(store, cache), digest).file(ModelManifest.ONNX));

                for (Future<byte[]> bytes : processes.invokeAll(List.of(process, process))) {
                    assertThat(bytes.get()).hasSize(FILE_BYTES);
                }
                assertThat(cache).isDirectoryNotContaining("glob:**/partial-*");
            }
        }
    }

    @Test
    void dropsTheCopyThatWasUsedLeastRecentlyWhenTheCacheIsFull() throws IOException {
        FailingStore store = new FailingStore(Long.MAX_VALUE);
        ArtefactStore artefacts = new ArtefactStore(store, temporary.resolve("cache"), 5L * FILE_BYTES);
        Artefact<ModelManifest> oldest = published(artefacts, "oldest", Duration.ofHours(2));
        Artefact<ModelManifest> older = published(artefacts, "older", Duration.ofHours(1));
        fetch(artefacts, oldest.digest());

        Artefact<ModelManifest> newest = published(artefacts, "newest", Duration.ZERO);

        assertThat(older.directory()).as("used an hour ago").doesNotExist();
        assertThat(oldest.directory()).as("used again just now").exists();
        assertThat(newest.directory()).exists();
        assertThat(fetch(artefacts, older.digest()).file(ModelManifest.ONNX)).hasSize(FILE_BYTES);
    }

    @Test
    void dropsNoCopyThatSomebodyMayBeReading() throws IOException {
        ArtefactStore artefacts =
                new ArtefactStore(new FailingStore(Long.MAX_VALUE), temporary.resolve("cache"), FILE_BYTES);
        Artefact<ModelManifest> first = published(artefacts, "first", Duration.ofMinutes(1));

        Artefact<ModelManifest> second = published(artefacts, "second", Duration.ZERO);

        assertThat(first.directory()).exists();
        assertThat(second.directory()).exists();
    }

    /** In the cache, used so long ago. */
    private Artefact<ModelManifest> published(ArtefactStore artefacts, String arm, Duration ago) throws IOException {
        Map<String, Path> files = files();
        Artefact<ModelManifest> artefact =
                fetch(artefacts, artefacts.publish(ObjectKeys::model, manifest(arm, files), files));
        Files.setLastModifiedTime(
                artefact.file(ObjectKeys.MANIFEST), FileTime.from(Instant.now().minus(ago)));
        return artefact;
    }

    private static Artefact<ModelManifest> fetch(ArtefactStore artefacts, Digest digest) {
        return artefacts.fetch(ObjectKeys.model(digest), digest, ModelManifest.class);
    }

    private Map<String, Path> files() throws IOException {
        Path onnx = Files.write(temporary.resolve("model.onnx"), new byte[FILE_BYTES]);
        Path weights = Files.write(temporary.resolve("weights"), new byte[FILE_BYTES]);
        return Map.of(ModelManifest.ONNX, onnx, ModelManifest.WEIGHTS, weights);
    }

    private static ModelManifest manifest(Map<String, Path> files) {
        return manifest("arm", files);
    }

    private static ModelManifest manifest(String arm, Map<String, Path> files) {
        return new ModelManifest(
                "resnet8",
                List.of("a", "b"),
                3,
                8,
                8,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                "run",
                arm,
                1,
                null,
                Digest.of(new byte[0]),
                null,
                null,
                "test",
                ArtefactStore.entries(files));
    }
}
