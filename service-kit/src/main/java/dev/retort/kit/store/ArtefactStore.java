package dev.retort.kit.store;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.FileEntry;
import dev.retort.contracts.manifest.Manifest;
import dev.retort.contracts.manifest.ManifestCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Artefacts: some files and a manifest that names the digest of each. The digest of the manifest names the artefact. The
 * manifest is written last, so an artefact is there whole or not at all; what is read is checked before it is used.
 */
public final class ArtefactStore {
    private static final Logger LOG = Logger.getLogger(ArtefactStore.class);

    private final ObjectStore store;
    private final LocalCache cache;

    /** @param cache local directory; what is in it can be lost at any time */
    public ArtefactStore(ObjectStore store, Path cache) {
        this(store, cache, Long.MAX_VALUE);
    }

    /** @param greatestCacheBytes beyond which the copies go that were used least recently, unless that was just now */
    public ArtefactStore(ObjectStore store, Path cache, long greatestCacheBytes) {
        this.store = store;
        this.cache = new LocalCache(cache, greatestCacheBytes);
    }

    /** Digest and size of each file, for the manifest. */
    public static Map<String, FileEntry> entries(Map<String, Path> files) {
        Map<String, FileEntry> entries = new TreeMap<>();
        files.forEach((name, file) -> entries.put(name, entry(file)));
        return entries;
    }

    /**
     * Writes the files, then the manifest. Publishing what is there already writes nothing.
     *
     * @param prefix from the artefact's digest to where it lies
     * @return the artefact's digest
     */
    public Digest publish(Function<Digest, String> prefix, Manifest manifest, Map<String, Path> files) {
        if (!manifest.files().equals(entries(files))) {
            throw new IllegalArgumentException("the manifest names other files than " + files.keySet());
        }
        byte[] json = ManifestCodec.encode(manifest);
        Digest digest = Digest.of(json);
        String directory = prefix.apply(digest);
        if (!store.exists(directory + ObjectKeys.MANIFEST)) {
            files.forEach((name, file) -> store.put(directory + name, file));
            store.put(directory + ObjectKeys.MANIFEST, json);
        }
        return digest;
    }

    /**
     * Brings an artefact into the cache, or finds it there. A damaged copy is replaced. Any number of processes may share
     * one cache: a name in it stands for its bytes, so it makes no difference whose copy is put there last.
     *
     * @throws ObjectMissingException if it is not in the store
     * @throws CorruptArtefactException if bytes in the store do not match the digests
     * @throws LocalDiskException if the cache cannot be written, such as on a full disk
     */
    public <M extends Manifest> Artefact<M> fetch(String prefix, Digest expected, Class<M> type) {
        Path directory = cache.directory(expected);
        try {
            return new Artefact<>(expected, cachedOrDownloaded(prefix, expected, type, directory), directory);
        } catch (IOException e) {
            throw LocalDiskException.at(cache.folder(), e);
        }
    }

    /**
     * What an artefact says of itself, without its files. Nothing comes into the cache.
     *
     * @throws ObjectMissingException if it is not in the store
     * @throws CorruptArtefactException if the bytes in the store do not match the digest
     */
    public <M extends Manifest> M manifest(String prefix, Digest expected, Class<M> type) {
        return decode(store.get(prefix + ObjectKeys.MANIFEST), expected, type);
    }

    /**
     * Its manifest first: what is half deleted is not there, and is deleted whole by the next call. The local copy goes as
     * well; those of others go when they need the room.
     *
     * @return whether there was anything in the store
     */
    public boolean delete(String prefix, Digest artefact) {
        cache.drop(artefact);
        List<String> keys = store.list(prefix);
        if (!keys.isEmpty()) {
            store.delete(prefix + ObjectKeys.MANIFEST);
            keys.forEach(store::delete);
        }
        return !keys.isEmpty();
    }

    private <M extends Manifest> M cachedOrDownloaded(String prefix, Digest expected, Class<M> type, Path directory)
            throws IOException {
        if (Files.exists(directory.resolve(ObjectKeys.MANIFEST))) {
            try {
                M manifest = open(directory, expected, type);
                cache.used(expected);
                return manifest;
            } catch (CorruptArtefactException e) {
                LOG.warnf("the copy in %s is damaged (%s) and is fetched anew", directory, e.getMessage());
            }
        }
        M manifest = download(prefix, expected, type, directory);
        cache.shrink();
        return manifest;
    }

    /** Everything is checked in a folder of this call's own before the first file gets its name. */
    private <M extends Manifest> M download(String prefix, Digest expected, Class<M> type, Path directory)
            throws IOException {
        byte[] json = store.get(prefix + ObjectKeys.MANIFEST);
        M manifest = decode(json, expected, type);
        Files.createDirectories(cache.folder());
        Path partial = Files.createTempDirectory(cache.folder(), "partial-");
        try {
            for (String name : manifest.files().keySet()) {
                store.download(prefix + name, partial.resolve(plain(name)));
            }
            Files.write(partial.resolve(ObjectKeys.MANIFEST), json);
            open(partial, expected, type);
            Files.createDirectories(directory);
            for (String name : manifest.files().keySet()) {
                give(name, partial, directory);
            }
            give(ObjectKeys.MANIFEST, partial, directory);
            return manifest;
        } finally {
            LocalCache.deleteTree(partial);
        }
    }

    /** File by file, each at once: a name that another process reads is never missing, as a folder's would be. */
    private static void give(String name, Path from, Path to) throws IOException {
        Files.move(from.resolve(name), to.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static <M extends Manifest> M open(Path directory, Digest expected, Class<M> type) throws IOException {
        M manifest = decode(Files.readAllBytes(directory.resolve(ObjectKeys.MANIFEST)), expected, type);
        for (Map.Entry<String, FileEntry> file : manifest.files().entrySet()) {
            check(directory.resolve(file.getKey()), file.getKey(), file.getValue());
        }
        return manifest;
    }

    private static <M extends Manifest> M decode(byte[] json, Digest expected, Class<M> type) {
        Digest actual = Digest.of(json);
        if (!actual.equals(expected)) {
            throw new CorruptArtefactException("manifest has digest " + actual + ", expected " + expected);
        }
        try {
            return ManifestCodec.decode(json, type);
        } catch (MalformedMessageException e) {
            throw new CorruptArtefactException("manifest of " + expected + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void check(Path file, String name, FileEntry expected) throws IOException {
        if (!Files.exists(file) || Files.size(file) != expected.bytes()) {
            throw new CorruptArtefactException("%s is missing or has not %d bytes".formatted(name, expected.bytes()));
        }
        Digest actual = Digest.ofFile(file);
        if (!actual.equals(expected.sha256())) {
            throw new CorruptArtefactException(
                    "%s has digest %s, expected %s".formatted(name, actual, expected.sha256()));
        }
    }

    /** A name from a manifest must not lead out of the artefact's directory. */
    private static String plain(String name) {
        if (name.contains("/") || name.contains("\\") || name.startsWith(".")) {
            throw new CorruptArtefactException("not a plain file name: " + name);
        }
        return name;
    }

    private static FileEntry entry(Path file) {
        try {
            return new FileEntry(Digest.ofFile(file), Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
