package dev.retort.gateway.engine;

import dev.retort.gateway.domain.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Jobs that wait for a worker. A worker takes what is there and never waits for more; where others are free too, they
 * share it. What cannot be computed before its deadline is refused at once, and not computed: it would only make those
 * behind it late as well.
 */
final class JobQueue {
    private final int capacity;
    private final int workers;
    private final Pace pace;
    private final LongSupplier clock;
    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private int freeWorkers;
    private int imagesWaiting;
    private int imagesComputing;

    /**
     * @param capacity jobs that may wait
     * @param workers that take from it
     * @param clock as {@link System#nanoTime}
     */
    JobQueue(int capacity, int workers, Pace pace, LongSupplier clock) {
        this.capacity = capacity;
        this.workers = workers;
        this.pace = pace;
        this.clock = clock;
    }

    /** Empty if it waits from now on; else why not, at once. */
    Optional<Outcome> offer(Job job) {
        lock.lock();
        try {
            if (waiting.size() >= capacity) {
                return Optional.of(new Outcome.QueueFull(waiting.size()));
            }
            long wait = pace.nanos(imagesWaiting + imagesComputing) / workers;
            if (comesTooLate(job, wait)) {
                return Optional.of(new Outcome.WaitTooLong(Duration.ofNanos(wait)));
            }
            waiting.add(job);
            imagesWaiting += job.count();
            arrived.signal();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a job, and takes those behind it that fit. Jobs that nobody wants any more are dropped. {@link #computed}
     * is to be told when all are done.
     *
     * @param limit of a batch; a job of more comes alone
     */
    List<Job> take(BatchLimit limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                awaitOne();
                List<Job> batch = takeNow(limit);
                if (!batch.isEmpty()) {
                    return batch;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #take}, but empty where it would wait. */
    List<Job> takeNow(BatchLimit limit) {
        lock.lock();
        try {
            int share = Math.ceilDiv(imagesWaiting, 1 + freeWorkers);
            return batch(Math.min(limit.images(), share), limit.nanos());
        } finally {
            lock.unlock();
        }
    }

    /** A worker is free again. */
    void computed(List<Job> batch) {
        lock.lock();
        try {
            batch.forEach(job -> imagesComputing -= job.count());
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void awaitOne() throws InterruptedException {
        freeWorkers++;
        try {
            while (waiting.isEmpty()) {
                arrived.await();
            }
        } finally {
            freeWorkers--;
        }
    }

    /**
     * By an estimate, which may be out by a quarter. Not if a worker is free: then it costs nobody anything, and a pace that
     * is out of date is measured anew. One whose deadline has passed already is told that, and not about waiting.
     */
    private boolean comesTooLate(Job job, long wait) {
        long expected = wait + pace.nanos(job.count());
        long left = job.nanosLeft(clock.getAsLong());
        return waiting.size() >= freeWorkers && left > 0 && expected + expected / 4 > left;
    }

    private List<Job> batch(int greatestImages, long greatestNanos) {
        List<Job> batch = new ArrayList<>();
        int images = 0;
        long nanos = greatestNanos;
        for (Job job = waiting.peek(); job != null; job = waiting.peek()) {
            long left = job.nanosLeft(clock.getAsLong());
            int together = images + job.count();
            // Half of it: what the batch takes is an estimate, and so was the wait.
            long most = Math.min(nanos, left / 2);
            boolean fits = together <= greatestImages && pace.nanos(together) <= most;
            if (!job.isWanted(left) || (batch.isEmpty() && wouldBeLate(job, left))) {
                job.expire();
            } else if (batch.isEmpty() || fits) {
                batch.add(job);
                images = together;
                nanos = most;
            } else {
                break;
            }
            waiting.remove();
            imagesWaiting -= job.count();
        }
        imagesComputing += images;
        return batch;
    }

    /** And others wait for the worker. */
    private boolean wouldBeLate(Job job, long nanosLeft) {
        return waiting.size() > 1 && pace.nanos(job.count()) > nanosLeft;
    }
}
