package dev.retort.eval.domain;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExportPrecision;

/** Scores a checkpoint in a form that would be served. */
public interface CheckpointScorer {
    /** @throws MalformedMessageException if the checkpoint cannot be scored, now or later */
    EvaluationCompleted evaluate(CheckpointPublished checkpoint, ExportPrecision precision, Experiment experiment)
            throws MalformedMessageException;
}
