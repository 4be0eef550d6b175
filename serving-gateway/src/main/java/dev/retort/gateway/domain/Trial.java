package dev.retort.gateway.domain;

import dev.retort.contracts.event.TrialEnded;
import dev.retort.contracts.event.TrialStart;
import java.time.Instant;
import java.util.Optional;

/** A version that is tried beside the champion, loaded. */
public sealed interface Trial extends AutoCloseable permits Canary, Shadow {
    TrialStart start();

    TrialFigures figures();

    /** The version. */
    ServedModel model();

    /** Whether two versions answer the same questions: the same images, the same classes. */
    static boolean areAlike(ServedModel one, ServedModel other) {
        return one.input().equals(other.input())
                && one.manifest().classes().equals(other.manifest().classes());
    }

    /** Why it must end, if it must. */
    Optional<String> breach();

    TrialEnded ended(boolean automatic, String reason, Instant at);

    /** Takes no more requests; the version's memory returns when its last one has ended. */
    @Override
    void close();
}
