package dev.retort.contracts.event;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** CloudEvents types: {@code dev.retort.<simple name>.v1}. A change that old readers cannot take gets a new version. */
final class EventTypes {
    static final String PREFIX = "dev.retort.";
    private static final String VERSION = ".v1";
    private static final Map<String, Class<? extends Event>> BY_TYPE = List.<Class<? extends Event>>of(
                    StartRun.class,
                    StopRun.class,
                    Promote.class,
                    RollBack.class,
                    StartCanary.class,
                    EndCanary.class,
                    StartShadow.class,
                    EndShadow.class,
                    PhaseProgressed.class,
                    TeacherTrained.class,
                    TransferSetOpened.class,
                    TransferSetCompleted.class,
                    StudentTrained.class,
                    ConditionsChanged.class,
                    RunFailed.class,
                    CheckpointPublished.class,
                    EvaluationCompleted.class,
                    CheckpointSkipped.class,
                    PromotionDecided.class,
                    CanaryEnded.class,
                    ShadowEnded.class,
                    ModelPromoted.class,
                    ModelRolledBack.class,
                    PauseRetraining.class,
                    ResumeRetraining.class,
                    Retrain.class,
                    ContinuousSetOpened.class,
                    SamplesAdmitted.class,
                    SourceQuarantined.class,
                    DriftDetected.class,
                    RetrainingStarted.class,
                    RetrainingBackedOff.class,
                    RetrainingFailed.class)
            .stream()
            .collect(Collectors.toUnmodifiableMap(EventTypes::typeOf, Function.identity()));

    private EventTypes() {}

    static String typeOf(Class<? extends Event> event) {
        return PREFIX + event.getSimpleName() + VERSION;
    }

    static @Nullable Class<? extends Event> classOf(String type) {
        return BY_TYPE.get(type);
    }
}
