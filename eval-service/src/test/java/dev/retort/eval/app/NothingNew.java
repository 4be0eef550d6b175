package dev.retort.eval.app;

/** No batch of new samples is on the log. */
final class NothingNew {
    static final BatchContents.Log LOG = (_, _, _, _) -> false;

    private NothingNew() {}
}
