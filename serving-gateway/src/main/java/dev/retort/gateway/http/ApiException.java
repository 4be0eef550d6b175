package dev.retort.gateway.http;

/** A request that cannot be answered; becomes its status with an {@link ApiError}. No defect: it has no stack trace. */
final class ApiException extends RuntimeException {
    static final int UNAVAILABLE = 503;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final long serialVersionUID = 1L;

    private final int status;

    ApiException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Whether the same request may be answered in a moment. */
    boolean isPassing() {
        return status == UNAVAILABLE || status == TOO_MANY_REQUESTS;
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, message);
    }

    /** @param reason why no model answers */
    static ApiException unavailable(String reason) {
        return new ApiException(UNAVAILABLE, "no model answers: " + reason + "; try again in a moment");
    }

    /** @param reason of what there is too much */
    static ApiException overloaded(String reason) {
        return new ApiException(TOO_MANY_REQUESTS, reason + "; try again in a moment");
    }

    static ApiException late() {
        return new ApiException(504, "the deadline passed before the request was computed");
    }
}
