package dev.retort.kit.run;

/** What each line of the log says beside its message, by the names that structured logs give them. */
public final class LogContext {
    /** The run that is worked on. */
    public static final String RUN = "run";

    /** How far its phase is: steps of a training, batches of a labelling. */
    public static final String STEP = "step";

    private LogContext() {}
}
