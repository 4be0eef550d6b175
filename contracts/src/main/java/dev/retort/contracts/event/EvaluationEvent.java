package dev.retort.contracts.event;

/** What was found out about versions, left out or decided; the leaderboard and the audit are folds over these. */
public sealed interface EvaluationEvent extends Event
        permits EvaluationCompleted, CheckpointSkipped, PromotionDecided, TrialEnded {}
