package dev.retort.distill.data;

import org.jspecify.annotations.Nullable;

/** A dataset cannot be had. The message is for people: what is wrong with what, and what to do. */
public final class DatasetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
