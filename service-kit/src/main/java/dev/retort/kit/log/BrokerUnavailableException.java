package dev.retort.kit.log;

/** The broker did not take a message for as long as the sender was willing to wait. */
public final class BrokerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
