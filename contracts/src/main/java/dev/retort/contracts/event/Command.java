package dev.retort.contracts.event;

/** Something a person or a policy asks of the running system. */
public sealed interface Command extends Event
        permits StartRun,
                StopRun,
                Promote,
                RollBack,
                TrialStart,
                TrialEnd,
                PauseRetraining,
                ResumeRetraining,
                Retrain {}
