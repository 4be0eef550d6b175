package dev.retort.contracts.event;

/** The phases of a run that take long enough to watch. */
public enum Phase {
    DATASET,
    TEACHER_TRAINING,
    LABELLING,
    STUDENT_TRAINING
}
