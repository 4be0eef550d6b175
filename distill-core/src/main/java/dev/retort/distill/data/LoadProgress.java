package dev.retort.distill.data;

/** Hears how far loading is; called from one thread, at most every few hundred images. */
@FunctionalInterface
public interface LoadProgress {
    LoadProgress NONE = (done, total, unit) -> {};

    /** @param unit what is counted: {@code images} or {@code bytes} */
    void advanced(long done, long total, String unit);

    /** Told at most once of what was loaded otherwise than somebody may have meant it: a sentence for people. */
    default void warned(String sentence) {}
}
