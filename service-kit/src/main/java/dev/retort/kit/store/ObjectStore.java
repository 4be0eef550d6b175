package dev.retort.kit.store;

import java.nio.file.Path;
import java.util.List;

/**
 * Objects by key. Calls try again while the store is away, for about two minutes, and then throw {@link
 * StoreUnavailableException}; a write is there whole or not at all.
 */
public interface ObjectStore {
    boolean exists(String key);

    /** @throws ObjectMissingException if there is no such object */
    byte[] get(String key);

    /**
     * The first {@code bytes} of an object, or all of it where it has no more: whoever wrote it cannot fill our memory.
     *
     * @throws ObjectMissingException if there is no such object
     */
    byte[] getAtMost(String key, int bytes);

    /** @throws ObjectMissingException if there is no such object; then nothing is at {@code target} */
    void download(String key, Path target);

    void put(String key, byte[] bytes);

    void put(String key, Path file);

    /** Keys that begin with {@code prefix}, in lexicographic order. */
    List<String> list(String prefix);

    /** Does nothing if there is no such object. */
    void delete(String key);
}
