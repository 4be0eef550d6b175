package dev.retort.gateway.http;

/** A request that cannot be answered; becomes its status with an {@link ApiError}. */
final class ApiException extends RuntimeException {
    static final int UNAVAILABLE = 503;

    private static final long serialVersionUID = 1L;

    private final int status;

    ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, message);
    }

    /** @param reason why no model answers */
    static ApiException unavailable(String reason) {
        return new ApiException(UNAVAILABLE, "no model answers: " + reason + "; try again in a moment");
    }
}
