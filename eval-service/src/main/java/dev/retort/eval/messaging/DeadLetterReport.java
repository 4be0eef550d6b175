package dev.retort.eval.messaging;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.eval.domain.RefusalReport;
import dev.retort.kit.log.DeadLetters;
import jakarta.enterprise.context.ApplicationScoped;

/** Puts a checkpoint that cannot be scored aside, once however often the log is read. */
@ApplicationScoped
class DeadLetterReport implements RefusalReport {
    private final DeadLetters deadLetters;

    DeadLetterReport(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    @Override
    public void refused(CheckpointPublished checkpoint, MalformedMessageException why) {
        deadLetters.send(checkpoint, checkpoint.checkpoint().hex(), why);
    }
}
