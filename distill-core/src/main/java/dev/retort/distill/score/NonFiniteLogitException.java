package dev.retort.distill.score;

/** A classifier answered NaN or an infinity: it cannot be scored. */
public final class NonFiniteLogitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NonFiniteLogitException(String message) {
        super(message);
    }
}
