package dev.retort.gateway.domain;

/** What computes cannot be reached, or cannot compute now; the message says which and why. It may work again later. */
public final class BackendAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackendAwayException(String message) {
        super(message, null, false, false);
    }

    public BackendAwayException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
