package dev.retort.gateway.http;

import dev.retort.gateway.domain.Deadline;

/** Who waits for an answer, until a deadline, or until the client has gone. */
record Asker(Deadline deadline, RequestEnd end) {
    boolean isWaiting() {
        return !end.isOver() && !deadline.hasPassed();
    }

    /** @throws ApiException if nobody waits any more */
    void requireWaiting() {
        if (!isWaiting()) {
            throw gone();
        }
    }

    /** Why nobody waits. */
    ApiException gone() {
        return end.isOver() ? ApiException.badRequest("the client closed the connection") : ApiException.late();
    }
}
