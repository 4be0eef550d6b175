package dev.retort.distill.data;

/** Bytes that are no image that we take. The message is for who sent them. */
public final class UnreadableImageException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** No PNG, JPEG or still WebP. */
        NOT_AN_IMAGE,
        /** More pixels than allowed, by its header; nothing was decoded. */
        TOO_LARGE,
        /** It begins as an image and does not go on as one. */
        DAMAGED
    }

    private final Reason reason;

    public UnreadableImageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public UnreadableImageException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
