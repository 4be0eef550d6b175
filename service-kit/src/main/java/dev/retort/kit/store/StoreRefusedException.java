package dev.retort.kit.store;

/** The store answered and will go on refusing: wrong credentials, no such bucket, no permission. */
public final class StoreRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreRefusedException(String message) {
        super(message);
    }

    public StoreRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
