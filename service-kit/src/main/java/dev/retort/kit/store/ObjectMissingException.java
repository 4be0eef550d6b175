package dev.retort.kit.store;

/** The store answered, and has no such object. */
public final class ObjectMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ObjectMissingException(String message) {
        super(message);
    }

    public ObjectMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
