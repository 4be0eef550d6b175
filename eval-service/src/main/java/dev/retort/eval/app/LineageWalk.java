package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.Quantity;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.DatasetManifest;
import dev.retort.contracts.manifest.Manifest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.eval.app.Lineages.Step;
import dev.retort.eval.domain.Cycles;
import dev.retort.eval.domain.Cycles.Cycle;
import dev.retort.eval.domain.NewSamples;
import dev.retort.kit.run.RunView;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.ObjectMissingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One walk; what is missing or wrong is a step that is not verified, and what hangs on it is left out. */
final class LineageWalk {
    /** Version and commit, without changes that no commit holds. */
    private static final Pattern COMMIT = Pattern.compile(".+\\+[0-9a-f]{7,40}");

    private final ArtefactStore store;
    private final @Nullable RunView run;
    private final Cycles cycles;
    private final BatchContents contents;
    private final List<Step> steps = new ArrayList<>();
    /** Whatever the log says: no walk goes round. */
    private final Set<Digest> ancestors = new HashSet<>();

    LineageWalk(ArtefactStore store, @Nullable RunView run, Cycles cycles, NewSamples log) {
        this.store = store;
        this.run = run;
        this.cycles = cycles;
        this.contents = new BatchContents(log);
    }

    List<Step> from(EvaluationCompleted evaluation) throws InterruptedException {
        Digest version = evaluation.modelVersion();
        String form = evaluation.precisionOrFp32().name().toLowerCase(Locale.ROOT);
        Optional<ModelManifest> artefact = fetch(
                "artefact",
                ObjectKeys.model(version),
                version,
                ModelManifest.class,
                model -> words(model) + "; computes in " + form);
        if (artefact.isPresent()) {
            from(artefact.get());
        }
        return List.copyOf(steps);
    }

    private void from(ModelManifest model) throws InterruptedException {
        Digest digest = model.checkpoint();
        if (digest == null) {
            steps.add(new Step("checkpoint", "", false, "the artefact names none"));
            return;
        }
        String prefix = ObjectKeys.checkpoint(model.run(), model.arm(), model.step(), digest);
        Optional<CheckpointManifest> checkpoint =
                fetch("checkpoint", prefix, digest, CheckpointManifest.class, LineageWalk::words);
        if (checkpoint.isPresent()) {
            learnedFrom(checkpoint.get());
        }
        Digest teacher = model.teacherVersion();
        if (teacher != null) {
            fetch("teacher", ObjectKeys.model(teacher), teacher, ModelManifest.class, LineageWalk::words);
        }
        fetch(
                "dataset",
                ObjectKeys.dataset(model.dataset()),
                model.dataset(),
                DatasetManifest.class,
                dataset -> "%s, %d training and %d test images of %d classes"
                        .formatted(
                                dataset.name(),
                                dataset.trainImages(),
                                dataset.testImages(),
                                dataset.classes().size()));
        checkpoint.ifPresent(made -> {
            experiment(made);
            code(model, made);
        });
    }

    private void learnedFrom(CheckpointManifest checkpoint) throws InterruptedException {
        if (Arm.isCycle(checkpoint.arm())) {
            retraining(checkpoint);
        } else {
            transferSet(checkpoint);
        }
    }

    /** Both parts of its mixture, and all that the champion rests on that it went on from. */
    private void retraining(CheckpointManifest checkpoint) throws InterruptedException {
        Optional<Cycle> cycle = cycles.find(checkpoint.run(), checkpoint.arm());
        if (run == null || cycle.isEmpty()) {
            steps.add(new Step("retraining", checkpoint.arm(), false, "the log does not say that it was begun"));
            return;
        }
        steps.addAll(new MixtureSteps(run, contents).of(checkpoint, cycle.get()));
        parent(run, cycle.get().started().parent());
    }

    private void parent(RunView run, Digest parent) throws InterruptedException {
        Optional<CheckpointPublished> published = run.checkpoints().stream()
                .filter(known -> known.checkpoint().equals(parent))
                .findFirst();
        if (published.isEmpty() || !ancestors.add(parent)) {
            steps.add(new Step("went on from", parent.hex(), false, "the log of its run does not name it"));
            return;
        }
        Optional<CheckpointManifest> ancestor = fetch(
                "went on from",
                published.get().objectPrefix(),
                parent,
                CheckpointManifest.class,
                checkpoint -> "arm %s, %s".formatted(checkpoint.arm(), words(checkpoint)));
        if (ancestor.isPresent()) {
            learnedFrom(ancestor.get());
        }
    }

    private void transferSet(CheckpointManifest checkpoint) {
        Digest id = checkpoint.transferSet();
        if (id == null) {
            return;
        }
        TransferSet set = run == null ? null : run.transferSet();
        if (set == null || !set.id().equals(id)) {
            steps.add(new Step("transfer set", id.hex(), false, "the log of its run names another one or none"));
            return;
        }
        boolean verified = set.hasIdOfItsContents();
        // The next sequence begins anew with each pass; a step takes a batch.
        long taken = checkpoint.step() * set.batchSize();
        String detail = String.format(
                Locale.ROOT,
                "samples [0, %d), %.2f passes over %s of %s; read up to offsets %s",
                Math.min(taken, set.samples()),
                (double) taken / set.samples(),
                Quantity.of(set.views(), "view"),
                Quantity.of(set.samplesPerView(), "image"),
                new TreeMap<>(checkpoint.offsets()));
        steps.add(new Step("transfer set", id.hex(), verified, verified ? detail : "its id is not the digest of it"));
    }

    private void experiment(CheckpointManifest checkpoint) {
        try {
            String named = ExperimentReader.runId(ExperimentReader.read(checkpoint.experiment()));
            boolean verified = named.equals(checkpoint.run());
            String detail = verified
                    ? "seed %d, arm %s".formatted(checkpoint.seed(), checkpoint.arm())
                    : "the checkpoint's experiment is that of run " + named;
            steps.add(new Step("experiment", checkpoint.run(), verified, detail));
        } catch (InvalidExperimentException e) {
            steps.add(new Step("experiment", checkpoint.run(), false, String.valueOf(e.getMessage())));
        }
    }

    /** Stated by two manifests whose digests were checked. Only a commit can be looked up by who wants to know more. */
    private void code(ModelManifest model, CheckpointManifest checkpoint) {
        String detail = model.codeVersion().equals(checkpoint.codeVersion())
                ? "trained and exported by the same version"
                : "trained by it; exported by " + model.codeVersion();
        boolean known = COMMIT.matcher(checkpoint.codeVersion()).matches()
                && COMMIT.matcher(model.codeVersion()).matches();
        steps.add(new Step(
                "code",
                checkpoint.codeVersion(),
                known ? true : null,
                known ? detail : detail + "; not checked: it names no commit, or changes beside it"));
    }

    private <M extends Manifest> Optional<M> fetch(
            String what, String prefix, Digest digest, Class<M> type, Function<M, String> words) {
        try {
            M manifest = store.fetch(prefix, digest, type).manifest();
            steps.add(new Step(what, digest.hex(), true, words.apply(manifest)));
            return Optional.of(manifest);
        } catch (ObjectMissingException | CorruptArtefactException e) {
            steps.add(new Step(what, digest.hex(), false, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static String words(ModelManifest model) {
        return "%s, step %d of arm %s, run %s: %s"
                .formatted(
                        model.network(),
                        model.step(),
                        model.arm(),
                        model.run(),
                        String.join(", ", new TreeMap<>(model.files()).keySet()));
    }

    private static String words(CheckpointManifest checkpoint) {
        return "step %d of %d, %s, %s"
                .formatted(
                        checkpoint.step(),
                        checkpoint.totalSteps(),
                        checkpoint.precision(),
                        Quantity.of(checkpoint.threads(), "thread"));
    }
}
