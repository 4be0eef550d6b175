package dev.retort.distill.data.cifar10;

/** One attempt at a download failed. */
final class TransferException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean worthRetrying;

    /** The connection broke, or none came about. */
    TransferException(String message, Throwable cause) {
        super(message, cause);
        this.worthRetrying = true;
    }

    /** The server answered something else than the file. */
    TransferException(String message, boolean worthRetrying) {
        super(message);
        this.worthRetrying = worthRetrying;
    }

    boolean isWorthRetrying() {
        return worthRetrying;
    }
}
