package dev.retort.contracts;

/** A component that must be a finite number is NaN or infinite. */
public final class NonFiniteValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NonFiniteValueException(String message) {
        super(message);
    }
}
