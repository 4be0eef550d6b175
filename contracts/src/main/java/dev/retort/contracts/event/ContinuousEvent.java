package dev.retort.contracts.event;

/** One step in the life of a run that goes on learning; its cycles are a fold over these. */
public sealed interface ContinuousEvent extends RunEvent
        permits ContinuousSetOpened,
                SamplesAdmitted,
                SourceQuarantined,
                DriftDetected,
                RetrainingStarted,
                RetrainingBackedOff,
                RetrainingFailed {}
