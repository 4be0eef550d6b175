package dev.retort.eval.app;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.eval.domain.Cycles;
import dev.retort.eval.domain.NewSamples;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.LocalDiskException;
import dev.retort.kit.store.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks back from what is served to what it was made from. */
@ApplicationScoped
public class Lineages {
    private final Semaphore oneAtATime = new Semaphore(1);
    private final ObjectStore store;
    private final Runs runs;
    private final Cycles cycles;
    private final NewSamples newSamples;

    Lineages(ObjectStore store, Runs runs, Cycles cycles, NewSamples newSamples) {
        this.store = store;
        this.runs = runs;
        this.cycles = cycles;
        this.newSamples = newSamples;
    }

    /**
     * One thing that the version rests on.
     *
     * @param name digest, or what it is called by
     * @param verified whether it is there and is what its digest says; null where that cannot be told
     * @param detail in words; the reason where it is not verified
     */
    public record Step(String what, String name, @Nullable Boolean verified, String detail) {}

    /**
     * Everything is read from the store itself, past the cache, and what a retraining learned from the log; it takes as long
     * as that.
     *
     * @return empty while another walk is under way: each fetches a dataset anew
     * @throws RuntimeException of store or broker where one of them does not answer: what is away is neither there nor missing
     */
    public Optional<List<Step>> of(EvaluationCompleted evaluation) throws InterruptedException {
        if (!oneAtATime.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(walk(evaluation));
        } finally {
            oneAtATime.release();
        }
    }

    private List<Step> walk(EvaluationCompleted evaluation) throws InterruptedException {
        try {
            Path directory = Files.createTempDirectory("retort-lineage-");
            try {
                ArtefactStore fresh = new ArtefactStore(store, directory);
                RunView run = runs.find(evaluation.run()).orElse(null);
                return new LineageWalk(fresh, run, cycles, newSamples).from(evaluation);
            } finally {
                deleteTree(directory);
            }
        } catch (IOException e) {
            throw LocalDiskException.atTemporaryFiles(e);
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
