package dev.retort.gateway.domain;

/** A version that can never answer, however often it is loaded; the message says why. */
public final class RefusedModelException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedModelException(String message) {
        super(message);
    }

    public RefusedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
