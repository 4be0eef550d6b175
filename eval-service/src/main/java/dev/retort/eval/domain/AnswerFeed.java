package dev.retort.eval.domain;

import dev.retort.contracts.event.ContinuousSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** New images on their way in, and what was said to them. Confined to one thread. */
public interface AnswerFeed extends AutoCloseable {
    /** From now on also what the teacher says, in this set; instead of the one before. */
    void follow(ContinuousSet set);

    /** The next poll reads again what has come since then. */
    void rewind(Instant since);

    /** Leaves out what is older than the last answers, so many, about; never goes back. */
    void skipToLast(int answers);

    /** What has come, waiting for it a while. */
    List<SeenAnswer> poll(Duration patience) throws InterruptedException;

    /** To be called on the thread that polls. */
    @Override
    void close();

    /** Makes feeds: one that has broken is replaced. */
    @FunctionalInterface
    interface Source {
        /** @param answers so many of the last ones come again, about */
        AnswerFeed open(int answers);
    }
}
