package dev.retort.gateway.engine;

import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A queue and a thread for each session. {@link #close} returns at once; each worker ends what it computes, then closes
 * its session.
 */
public final class Workers implements AutoCloseable {
    private final JobQueue queue;
    private final List<Thread> threads;

    /**
     * @param sessions one a worker; closed with the workers
     * @param queueCapacity requests that may wait
     * @param name of the threads
     */
    public Workers(List<? extends Session> sessions, BatchShape batch, int queueCapacity, String name) {
        this(sessions, batch, queueCapacity, name, Turn.USUAL);
    }

    /** @param turn of the threads when there are more than cores */
    public Workers(List<? extends Session> sessions, BatchShape batch, int queueCapacity, String name, Turn turn) {
        Pace pace = new Pace();
        this.queue = new JobQueue(queueCapacity, sessions.size(), pace, System::nanoTime);
        this.threads = sessions.stream()
                .map(session -> Thread.ofPlatform().name(name).daemon().start(() -> {
                    turn.take();
                    new Worker(session, batch, queue, pace).run();
                }))
                .toList();
    }

    public CompletableFuture<Outcome> ask(Images images, Deadline deadline) {
        Job job = new Job(images, deadline);
        queue.offer(job).ifPresentOrElse(job::refuse, job::watchDeadline);
        return job.outcome();
    }

    /** Requests that no worker has taken yet. */
    public int waiting() {
        return queue.size();
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }

    /** Whether every session is closed. */
    public boolean haveEnded() {
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
