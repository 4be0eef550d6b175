package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.ExportPrecision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
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
    private final Map<Digest, Set<ExportPrecision>> scored = new HashMap<>();
    private final Set<Digest> done = new HashSet<>();
    private final Map<String, Set<ExportPrecision>> forms = new HashMap<>();

    /** @param asked the forms in which a checkpoint of the run's students is scored; a teacher's is in fp32 */
    public synchronized void started(String run, Collection<ExportPrecision> asked) {
        forms.put(run, Set.copyOf(asked));
        waiting.values().removeIf(this::isScored);
        notifyAll();
    }

    public synchronized void published(CheckpointPublished checkpoint) {
        if (!done.contains(checkpoint.checkpoint()) && !isScored(checkpoint)) {
            waiting.putIfAbsent(checkpoint.checkpoint(), checkpoint);
            notifyAll();
        }
    }

    /** In one form; with the last of them it is finished. */
    public synchronized void scored(Digest checkpoint, ExportPrecision precision) {
        scored.computeIfAbsent(checkpoint, key -> EnumSet.noneOf(ExportPrecision.class))
                .add(precision);
        CheckpointPublished published = waiting.get(checkpoint);
        if (published != null && isScored(published)) {
            waiting.remove(checkpoint);
        }
    }

    /** What is left to be scored of it, in the order of the precisions. */
    public synchronized Set<ExportPrecision> missing(CheckpointPublished checkpoint) {
        Set<ExportPrecision> missing = EnumSet.copyOf(formsOf(checkpoint));
        missing.removeAll(scored.getOrDefault(checkpoint.checkpoint(), Set.of()));
        return missing;
    }

    /** Known once the run is. */
    private boolean isScored(CheckpointPublished checkpoint) {
        return forms.containsKey(checkpoint.run()) && missing(checkpoint).isEmpty();
    }

    private Set<ExportPrecision> formsOf(CheckpointPublished checkpoint) {
        Set<ExportPrecision> fp32 = Set.of(ExportPrecision.FP32);
        return checkpoint.role() == Role.TEACHER ? fp32 : forms.getOrDefault(checkpoint.run(), fp32);
    }

    /** Left out, or found to be unusable: it will not be handed out again. */
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
                .filter(checkpoint -> checkpoint.last() && forms.containsKey(checkpoint.run()))
                .findFirst();
        return last.or(() -> waiting.values().stream()
                .filter(checkpoint -> forms.containsKey(checkpoint.run()))
                .findFirst());
    }

    /**
     * What is to be left out, because checkpoints come faster than they are scored: of an arm with more than {@code backlog}
     * waiting beside its last one, all of these but the newest. An arm's last checkpoint is never left out.
     */
    public synchronized List<CheckpointPublished> overtaken(int backlog) {
        Map<String, List<CheckpointPublished>> byArm = new LinkedHashMap<>();
        waiting.values().stream()
                .filter(checkpoint -> !checkpoint.last() && forms.containsKey(checkpoint.run()))
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
