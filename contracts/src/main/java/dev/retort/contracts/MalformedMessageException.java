package dev.retort.contracts;

/** A message that no retry can make readable; it belongs on the dead-letter topic with this reason. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public MalformedMessageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public MalformedMessageException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Why a message was refused; also the tag of the dead-letter metric. */
    public enum Reason {
        MISSING_HEADER,
        UNKNOWN_TYPE,
        NOT_PARSEABLE,
        WRONG_SHAPE,
        NON_FINITE,
        UNKNOWN_DATASET,
        OUT_OF_RANGE,
        /** What the message names is not in the store. */
        MISSING_ARTEFACT,
        /** What the message names does not match its digest. */
        CORRUPT_ARTEFACT,
        /** Handling it failed in a way that nobody thought of. */
        UNEXPECTED
    }
}
