package dev.retort.cli.process;

import dev.retort.cli.CommandFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Services that start and end together. One that dies in between is started again: its state is on the log. */
public final class ServiceGroup implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    /** How often a long wait says what it waits for. */
    private static final Duration NEWS = Duration.ofSeconds(20);
    /** Quarkus gives requests ten seconds to finish, and the virtual machine may have its classes to write. */
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(30);

    private final List<ServiceProcess> services = new ArrayList<>();
    private final RestartLimit restarts;
    private final Consumer<String> messages;
    private final Duration patienceAtEnd;
    private boolean closed;

    /** @param messages takes news for the user */
    public ServiceGroup(Consumer<String> messages) {
        this(messages, PATIENCE_AT_END, InstantSource.system());
    }

    ServiceGroup(Consumer<String> messages, Duration patienceAtEnd, InstantSource clock) {
        this.messages = messages;
        this.patienceAtEnd = patienceAtEnd;
        this.restarts = new RestartLimit(clock);
    }

    public synchronized void start(ServiceProcess.Launch launch) {
        if (!closed) {
            services.add(ServiceProcess.start(launch));
        }
    }

    /**
     * Returns once all are ready, a gateway without a model to serve among them. One that is killed meanwhile is started
     * again; one that ends by itself would do so again.
     *
     * @throws CommandFailure if one ends, or is not ready in time; then the message says what each waits for
     */
    public void awaitReady(Duration patience) throws InterruptedException {
        long begun = System.nanoTime();
        Duration nextNews = NEWS;
        Map<String, Readiness> waiting = states();
        while (!waiting.isEmpty()) {
            failIfOneEnded();
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
            if (elapsed.compareTo(patience) > 0) {
                throw CommandFailure.failed(notReady(elapsed, waiting));
            }
            if (elapsed.compareTo(nextNews) > 0) {
                messages.accept(notReady(elapsed, waiting));
                nextNews = elapsed.plus(NEWS);
            }
            Thread.sleep(POLL);
            waiting = states();
        }
    }

    private Map<String, Readiness> states() throws InterruptedException {
        Map<String, Readiness> waiting = new LinkedHashMap<>();
        for (ServiceProcess service : snapshot()) {
            Readiness readiness = Readiness.ask(service.address());
            if (!readiness.isUp()) {
                waiting.put(service.name(), readiness);
            }
        }
        return waiting;
    }

    private static String notReady(Duration elapsed, Map<String, Readiness> waiting) {
        StringBuilder message = new StringBuilder("after %d s not everything is ready:".formatted(elapsed.toSeconds()));
        waiting.forEach((name, readiness) -> message.append("%n  %s %s".formatted(name, readiness.words())));
        return message.toString();
    }

    private synchronized void failIfOneEnded() {
        if (closed) {
            throw CommandFailure.failed("stopped before everything was ready");
        }
        for (ServiceProcess service : services) {
            if (!service.isAlive() && !service.wasKilled()) {
                throw CommandFailure.failed(service.obituary());
            }
        }
        revive();
    }

    /**
     * Starts again what has died since the last call.
     *
     * @return whether there was something to start
     * @throws CommandFailure if one dies again and again
     */
    public synchronized boolean revive() {
        boolean revived = false;
        for (ServiceProcess service : services) {
            if (closed || service.isAlive()) {
                continue;
            }
            if (!restarts.allow(service.name())) {
                throw CommandFailure.failed(service.obituary());
            }
            messages.accept("%s ended with exit code %d; starting it again, it goes on from its last checkpoint"
                    .formatted(service.name(), service.exitCode()));
            service.restart();
            revived = true;
        }
        return revived;
    }

    private synchronized List<ServiceProcess> snapshot() {
        return List.copyOf(services);
    }

    /** Asks all to stop, waits a while, and kills who is still there. */
    @Override
    public void close() {
        List<ServiceProcess> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(services);
        }
        all.forEach(ServiceProcess::askToStop);
        try {
            for (ServiceProcess service : all) {
                service.awaitEnd(patienceAtEnd);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
