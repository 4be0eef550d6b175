package dev.retort.gateway.domain;

/** Who counts what trials do. Called while requests are answered: it must be quick. */
public interface TrialObserver {
    /** A canary answered. */
    void canaryAnswered(long nanos);

    /** A canary did not answer. */
    void canaryFailed();

    void shadowed(Shadowing what, int images);

    /** What became of images that a shadow was to answer. */
    enum Shadowing {
        AGREED,
        DISAGREED,
        /** Too many waited. */
        DROPPED,
        FAILED
    }
}
