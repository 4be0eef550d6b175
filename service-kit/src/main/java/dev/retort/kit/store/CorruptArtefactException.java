package dev.retort.kit.store;

/** Bytes that do not match the digest they were asked for by. */
public final class CorruptArtefactException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CorruptArtefactException(String message) {
        super(message);
    }

    public CorruptArtefactException(String message, Throwable cause) {
        super(message, cause);
    }
}
