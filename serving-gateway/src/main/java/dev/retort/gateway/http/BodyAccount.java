package dev.retort.gateway.http;

/**
 * What one body has taken of the {@link ByteBudget}. Closed when its request has ended: from then on nothing more is taken,
 * by whoever still works on it, and what was taken is given back once.
 */
final class BodyAccount {
    private final ByteBudget budget;
    private final long greatest;
    private long received;
    private long unpacked;
    private boolean closed;

    /** @param greatest bytes of the body as it is sent, and of the body unpacked */
    BodyAccount(ByteBudget budget, long greatest) {
        this.budget = budget;
        this.greatest = greatest;
    }

    /** @throws ApiException if the body is too large, there is no room, or its client has gone; then nothing is taken */
    synchronized void received(long bytes) {
        take(bytes, received + bytes);
        received += bytes;
    }

    /** As {@link #received}, of what comes out of a packed body. */
    synchronized void unpacked(long bytes) {
        take(bytes, unpacked + bytes);
        unpacked += bytes;
    }

    /** The body was unpacked, and the packed one is not needed any more. */
    synchronized void packedIsGone() {
        budget.give(received);
        received = 0;
    }

    synchronized void close() {
        closed = true;
        budget.give(received + unpacked);
        received = 0;
        unpacked = 0;
    }

    private void take(long bytes, long sum) {
        if (closed) {
            throw ApiException.badRequest("the client closed the connection");
        }
        if (sum > greatest) {
            throw new ApiException(
                    413, "the body has more than the allowed %,d bytes: send less in one request".formatted(greatest));
        }
        budget.take(bytes);
    }
}
