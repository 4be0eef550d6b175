package dev.retort.contracts;

/** A message that no retry can make readable; it belongs on the dead-letter topic with this reason. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The message travels in a Kafka header of the dead letter: what was wrong is quoted, but not at any length. */
    private static final int GREATEST_LENGTH = 2000;

    private final Reason reason;

    public MalformedMessageException(Reason reason, String message) {
        super(bounded(message));
        this.reason = reason;
    }

    public MalformedMessageException(Reason reason, String message, Throwable cause) {
        super(bounded(message), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    private static String bounded(String message) {
        return message.length() <= GREATEST_LENGTH ? message : message.substring(0, GREATEST_LENGTH) + " …";
    }

    /** Why a message was refused; also the tag of the dead-letter metric. */
    public enum Reason {
        /** It has no header that it cannot be understood without. */
        MISSING_HEADER,
        /** Of a type or version that the reader does not know, or on a topic where it does not belong. */
        UNKNOWN_TYPE,
        /** The bytes are not of the format. */
        NOT_PARSEABLE,
        /** Something is missing, of a wrong type, or does not fit together. */
        WRONG_SHAPE,
        /** A number is NaN or infinite. */
        NON_FINITE,
        /** It speaks of images that the reader does not have. */
        UNKNOWN_DATASET,
        /** A value of the right type is not allowed. */
        OUT_OF_RANGE,
        /** What the message names is not in the store. */
        MISSING_ARTEFACT,
        /** What the message names does not match its digest. */
        CORRUPT_ARTEFACT,
        /** Handling it failed in a way that nobody thought of. */
        UNEXPECTED
    }
}
