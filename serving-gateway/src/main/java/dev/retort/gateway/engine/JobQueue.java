package dev.retort.gateway.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Jobs that wait for a worker. A worker takes what is there and never waits for more; where others are free too, they
 * share it.
 */
final class JobQueue {
    private final int capacity;
    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private int freeWorkers;

    /** @param capacity jobs that may wait */
    JobQueue(int capacity) {
        this.capacity = capacity;
    }

    /** False, at once, if too many wait. */
    boolean offer(Job job) {
        lock.lock();
        try {
            if (waiting.size() >= capacity) {
                return false;
            }
            waiting.add(job);
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a job, and takes those behind it that fit. Jobs that nobody wants any more are dropped.
     *
     * @param greatestImages in all; a job of more comes alone
     */
    List<Job> take(int greatestImages) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                awaitOne();
                List<Job> batch = batch(Math.min(greatestImages, fairShare()));
                if (!batch.isEmpty()) {
                    return batch;
                }
            }
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

    private int fairShare() {
        int images = 0;
        for (Job job : waiting) {
            images += job.count();
        }
        return Math.ceilDiv(images, 1 + freeWorkers);
    }

    private List<Job> batch(int greatestImages) {
        List<Job> batch = new ArrayList<>();
        int images = 0;
        for (Job job = waiting.peek(); job != null; job = waiting.peek()) {
            if (!job.isWanted()) {
                job.expire();
            } else if (batch.isEmpty() || images + job.count() <= greatestImages) {
                images += job.count();
                batch.add(job);
            } else {
                break;
            }
            waiting.remove();
        }
        return batch;
    }
}
