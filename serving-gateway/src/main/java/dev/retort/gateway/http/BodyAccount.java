package dev.retort.gateway.http;

/**
 * What one body has taken of the {@link ByteBudget}. Closed when its request has ended: from then on nothing more is taken,
 * by whoever still works on it, and what was taken is given back once.
 */
final class BodyAccount {
    private final ByteBudget budget;
    private final long greatest;
    private long taken;
    private boolean closed;

    /** @param greatest bytes of the body as it is sent, and of the body unpacked */
    BodyAccount(ByteBudget budget, long greatest) {
        this.budget = budget;
        this.greatest = greatest;
    }

    /** Bytes that the body may have. */
    long greatest() {
        return greatest;
    }

    /** @throws ApiException if a body of so many bytes is too large */
    void requireAllowed(long bytes) {
        if (bytes > greatest) {
            throw new ApiException(
                    413, "the body has more than the allowed %,d bytes: send less in one request".formatted(greatest));
        }
    }

    /** @throws ApiException if there is no room, or its client has gone; then nothing is taken */
    synchronized void take(long bytes) {
        if (closed) {
            throw ApiException.badRequest("the client closed the connection");
        }
        budget.take(bytes);
        taken += bytes;
    }

    /** So much of it is not needed any more. */
    synchronized void give(long bytes) {
        if (!closed) {
            budget.give(bytes);
            taken -= bytes;
        }
    }

    synchronized void close() {
        closed = true;
        budget.give(taken);
        taken = 0;
    }
}
