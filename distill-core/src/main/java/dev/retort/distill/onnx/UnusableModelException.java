package dev.retort.distill.onnx;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that no retry can make a model: not ONNX, truncated, or not an image classifier. */
public final class UnusableModelException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnusableModelException(String message) {
        super(message);
    }

    public UnusableModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
