package dev.retort.gateway.http;

/** A request that cannot be answered; becomes its status with an {@link ApiError}. */
final class ApiException extends RuntimeException {
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

    static ApiException noChampion() {
        return new ApiException(503, "no model has been promoted yet: see the leaderboard of the eval-service");
    }
}
