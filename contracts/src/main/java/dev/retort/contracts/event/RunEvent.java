package dev.retort.contracts.event;

/** One step in the life of a run; the state of a run is a fold over these. */
public sealed interface RunEvent extends Event
        permits PhaseProgressed,
                TeacherTrained,
                TransferSetOpened,
                TransferSetCompleted,
                StudentTrained,
                ConditionsChanged,
                RunFailed,
                ContinuousEvent {

    String run();

    @Override
    default String key() {
        return run();
    }
}
