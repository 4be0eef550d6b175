package dev.retort.eval.domain;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.event.CheckpointPublished;

/** Where it is said that a checkpoint cannot be scored, now or later. */
public interface RefusalReport {
    void refused(CheckpointPublished checkpoint, MalformedMessageException why);
}
