package dev.retort.kit.run;

/** A run cannot go on. The message says what was wrong, with the value, and what to do. */
public final class RunFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code short, in lower case with dashes, such as {@code dataset-unreadable}; also the tag of the metric */
    public RunFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    public RunFailure(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
