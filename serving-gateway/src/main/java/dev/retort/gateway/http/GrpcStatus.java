package dev.retort.gateway.http;

/** How a call ended, with gRPC's own number. */
enum GrpcStatus {
    OK(0),
    INVALID_ARGUMENT(3),
    DEADLINE_EXCEEDED(4),
    NOT_FOUND(5),
    RESOURCE_EXHAUSTED(8),
    UNIMPLEMENTED(12),
    INTERNAL(13),
    UNAVAILABLE(14);

    private final int code;

    GrpcStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** What HTTP says by a status, gRPC says by this one. */
    static GrpcStatus of(ApiException refusal) {
        return switch (refusal.status()) {
            case 404 -> NOT_FOUND;
            case 408, 504 -> DEADLINE_EXCEEDED;
            case 413, 429 -> RESOURCE_EXHAUSTED;
            case 415, 501 -> UNIMPLEMENTED;
            case 500 -> INTERNAL;
            case ApiException.UNAVAILABLE -> UNAVAILABLE;
            default -> INVALID_ARGUMENT;
        };
    }
}
