package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Published checkpoints that wait to be scored. An arm's last checkpoint goes before all others, which follow in the order
 * of the log. A checkpoint whose run is not known yet waits: topics are read side by side.
 */
public final class Worklist {
    private final Map<Digest, CheckpointPublished> waiting = new LinkedHashMap<>();
    private final Set<Digest> done = new HashSet<>();
    private final Set<String> runs = new HashSet<>();

    public synchronized void started(String run) {
        runs.add(run);
        notifyAll();
    }

    public synchronized void published(CheckpointPublished checkpoint) {
        if (!done.contains(checkpoint.checkpoint())) {
            waiting.putIfAbsent(checkpoint.checkpoint(), checkpoint);
            notifyAll();
        }
    }

    /** Scored, or found to be unusable: it will not be handed out again. */
    public synchronized void finished(Digest checkpoint) {
        done.add(checkpoint);
        waiting.remove(checkpoint);
    }

    /** The next one, waiting until there is one. It stays on the list until it is finished. */
    public synchronized CheckpointPublished take() throws InterruptedException {
        Optional<CheckpointPublished> next = next();
        while (next.isEmpty()) {
            wait();
            next = next();
        }
        return next.get();
    }

    public synchronized Optional<CheckpointPublished> next() {
        Optional<CheckpointPublished> last = waiting.values().stream()
                .filter(checkpoint -> checkpoint.last() && runs.contains(checkpoint.run()))
                .findFirst();
        return last.or(() -> waiting.values().stream()
                .filter(checkpoint -> runs.contains(checkpoint.run()))
                .findFirst());
    }

    /**
     * What is to be left out, because checkpoints come faster than they are scored: of an arm with more than {@code backlog}
     * waiting beside its last one, all of these but the newest. An arm's last checkpoint is never left out.
     */
    public synchronized List<CheckpointPublished> overtaken(int backlog) {
        Map<String, List<CheckpointPublished>> byArm = new LinkedHashMap<>();
        waiting.values().stream()
                .filter(checkpoint -> !checkpoint.last() && runs.contains(checkpoint.run()))
                .forEach(checkpoint -> byArm.computeIfAbsent(
                                checkpoint.run() + "/" + checkpoint.arm(), arm -> new ArrayList<>())
                        .add(checkpoint));
        return byArm.values().stream()
                .filter(arm -> arm.size() > backlog)
                .flatMap(arm -> arm.stream()
                        .sorted(Comparator.comparingLong(CheckpointPublished::step))
                        .limit(arm.size() - 1L))
                .toList();
    }

    public synchronized int size() {
        return waiting.size();
    }
}
