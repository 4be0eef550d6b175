package dev.retort.kit.log;

/** The broker did not answer for as long as somebody was willing to wait: it took no message, or handed none over. */
public final class BrokerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
