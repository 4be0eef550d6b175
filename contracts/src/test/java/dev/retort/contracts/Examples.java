package dev.retort.contracts;

import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.continuous.Requests;
import dev.retort.contracts.continuous.SourceRecord;
import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.CanaryBounds;
import dev.retort.contracts.event.CanaryEnded;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Disagreement;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.EndCanary;
import dev.retort.contracts.event.EndShadow;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.EventCodec;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.Parity;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.Quality;
import dev.retort.contracts.event.ResumeRetraining;
import dev.retort.contracts.event.Retrain;
import dev.retort.contracts.event.RetrainingBackedOff;
import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.ShadowEnded;
import dev.retort.contracts.event.SourceQuarantined;
import dev.retort.contracts.event.StartCanary;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StartShadow;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.event.TestResult;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetCompleted;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.Bounds;
import dev.retort.contracts.experiment.Comparison;
import dev.retort.contracts.experiment.Comparison.Gain;
import dev.retort.contracts.experiment.Comparison.Rule;
import dev.retort.contracts.experiment.PromotionPolicy;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.DatasetManifest;
import dev.retort.contracts.manifest.FileEntry;
import dev.retort.contracts.manifest.Machine;
import dev.retort.contracts.manifest.Manifest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.contracts.manifest.PredictionsManifest;
import dev.retort.contracts.sample.Answer;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of each: what the golden files hold. Every optional component is there. */
public final class Examples {
    private static final String RUN = "quickstart-0123456789ab";
    private static final Instant AT = Instant.parse("2026-01-31T12:34:56.789Z");
    private static final String YAML = "name: quickstart\ndataset: {source: drawn} # größer\n";

    private Examples() {}

    public static Digest digest(String of) {
        return Digest.of(of.getBytes(StandardCharsets.UTF_8));
    }

    public static List<Event> events() {
        return List.of(
                new StartRun(RUN, YAML, "anna", AT),
                new StopRun(RUN, "enough \"seen\"", "anna", AT),
                new Promote("champion", digest("model"), "it is faster", "anna", AT),
                new RollBack("champion", "it is worse", "anna", AT),
                new StartCanary(
                        "champion",
                        digest("model"),
                        0.125,
                        new CanaryBounds(0.015625, 250.5, 200),
                        "on real traffic",
                        "anna",
                        AT),
                new EndCanary("champion", "seen enough", "anna", AT),
                new StartShadow("champion", digest("model"), 0.5, "does it agree?", "anna", AT),
                new EndShadow("champion", "it does", "anna", AT),
                new PhaseProgressed(
                        RUN, Phase.LABELLING, "", 1280, 14_000, Map.of("loss", 0.125, "imagesPerSecond", 537.5), AT),
                new TeacherTrained(RUN, digest("dataset"), digest("teacher"), "resnet20", AT),
                new TransferSetOpened(RUN, transferSet(), AT),
                new TransferSetCompleted(RUN, digest("transfer set"), 13_824, AT),
                new StudentTrained(RUN, "distilled", 216, digest("checkpoint"), AT),
                new ConditionsChanged(RUN, "distilled", 108, digest("checkpoint"), List.of("2 threads, before 1"), AT),
                new RunFailed(RUN, "teacher-service", "dataset-unreadable", "train.bin is truncated", AT),
                new CheckpointPublished(
                        RUN,
                        Role.STUDENT,
                        "distilled",
                        108,
                        216,
                        false,
                        digest("checkpoint"),
                        ObjectKeys.checkpoint(RUN, "distilled", 108, digest("checkpoint")),
                        AT),
                evaluation(),
                new CheckpointSkipped(RUN, "distilled", 108, digest("checkpoint"), "newer ones wait", AT),
                decision(),
                new CanaryEnded("champion", digest("model"), AT, true, "3 of 200 requests failed", 200, 3, 62.5, AT),
                new ShadowEnded("champion", digest("model"), AT, false, "it does", 5000, 4875, 12, 1, null, AT),
                new ModelPromoted(
                        "champion",
                        digest("model"),
                        digest("older model"),
                        RUN,
                        "distilled",
                        "0.91 beats 0.89 on 500 held-out images",
                        AT),
                new ModelRolledBack("champion", digest("older model"), digest("model"), "it is worse", AT),
                new PauseRetraining("champion", "it is worse today", "anna", AT),
                new ResumeRetraining("champion", "it is better", "anna", AT),
                new Retrain(RUN, "there is news", "anna", AT),
                new ContinuousSetOpened(RUN, continuousSet(), AT),
                new SamplesAdmitted(RUN, digest("continuous set"), 7, 500, 570, 64, 13, 20, digest("content"), AT),
                new SourceQuarantined(RUN, "camera-7", 100, 51, 1234, AT),
                new DriftDetected(RUN, "psi", 0.375, 0.25, AT),
                new RetrainingStarted(
                        RUN,
                        3,
                        "cycle-0003",
                        digest("model"),
                        digest("checkpoint"),
                        digest("continuous set"),
                        2,
                        9,
                        digest("transfer set"),
                        64,
                        64,
                        -7_046_029_254_386_353_131L,
                        48,
                        0.0125,
                        "512 new samples",
                        AT),
                new RetrainingBackedOff(RUN, 3, 3, 1024, AT),
                new RetrainingFailed(RUN, 4, "loss or gradient is not finite (loss NaN)", AT));
    }

    private static ContinuousSet continuousSet() {
        return new ContinuousSet(
                digest("continuous set"),
                digest("dataset"),
                digest("teacher"),
                new Augmentation(true, 4, 8, 0.5),
                -7_046_029_254_386_353_131L,
                1,
                2,
                2,
                3,
                2,
                2,
                0.25);
    }

    /** Two samples of two views: one labelled and held out, one of a request; and a label for an earlier one. */
    public static ContinuousBatch continuousBatch() {
        float[] logits = {0, 1, -1, 65_504, -65_504, 0x1p-24f, 3.140625f, -2.71875f, 100, 0.5f, -0f, 2};
        short[] half = new short[logits.length];
        for (int i = 0; i < half.length; i++) {
            half[i] = Float.floatToFloat16(logits[i]);
        }
        return new ContinuousBatch(
                continuousSet(),
                7,
                500,
                9_007_199_254_740_993L,
                new byte[] {0, 1, 2, 3, (byte) 255, (byte) 128, 127, 0},
                half,
                new int[] {2, ContinuousBatch.NO_LABEL},
                new boolean[] {true, false},
                Requests.of(List.of("", "request-1")),
                List.of(new LateLabel(13, 1)),
                List.of(new SourceRecord("camera-7", 99, 50, 1000)),
                digest("content"));
    }

    /** An image of 1 × 2 × 2 with everything that one may have. */
    public static Sample sample() {
        return new Sample(
                "camera-7",
                1,
                2,
                2,
                new byte[] {0, 1, 127, (byte) 255},
                9,
                new Answer(digest("model"), 3, 0.625),
                "request-1");
    }

    private static TransferSet transferSet() {
        return new TransferSet(
                digest("transfer set"),
                digest("dataset"),
                digest("teacher"),
                new Augmentation(true, 4, 8, 0.5),
                -7_046_029_254_386_353_131L,
                500,
                4_354_685_564_936_845_355L,
                4,
                3456,
                128,
                2,
                10);
    }

    private static EvaluationCompleted evaluation() {
        return new EvaluationCompleted(
                RUN,
                Role.STUDENT,
                "distilled",
                108,
                false,
                digest("checkpoint"),
                digest("model"),
                "resnet8",
                true,
                new EvaluationCompleted.Score(500, 0.91, 0.3125),
                new EvaluationCompleted.Score(1000, 0.905, 0.34375),
                78_042,
                12_500_000,
                315_211,
                AT);
    }

    private static PromotionDecided decision() {
        return new PromotionDecided(
                "champion",
                digest("model"),
                digest("older model"),
                PromotionDecided.Verdict.INCONCLUSIVE,
                List.of("p = 0.25, asked for p ≤ 0.025"),
                PromotionDecided.POLICY,
                AT,
                new DecisionInputs(
                        2,
                        new PromotionPolicy(
                                0.5,
                                0,
                                new Comparison(Rule.NOT_WORSE, 0.05, 1.5, List.of(Gain.SMALLER, Gain.FASTER)),
                                new Bounds(0.25, 0.125, 5.0, 2_000_000L, 0.5, 0.9375)),
                        contender("model", 216, true, 0.91),
                        contender("older model", 108, false, 0.89),
                        true,
                        true,
                        new PairedCounts(430, 25, 15, 30),
                        1),
                new TestResult("McNemar mid-p, one-sided", 0.25, 0.025, 0.02, -0.0078125, 0.046875),
                "0.1.0",
                AT);
    }

    private static Contender contender(String version, long step, boolean last, double accuracy) {
        return new Contender(
                digest(version),
                RUN,
                Role.STUDENT,
                "distilled",
                step,
                last,
                true,
                500,
                accuracy,
                315_211,
                digest("predictions of " + version),
                new Quality(0.875, 0.9375, 0.99, 0.125, 15, 0.0625, 0.03125, 0.25, 0.75, null),
                new Parity(32, 0.5, 0.96875),
                new Blessing(List.of("it cannot be loaded"), 0.5, 1.25, 4096.5, 2));
    }

    private static PredictionsManifest predictionsManifest() {
        return new PredictionsManifest(
                digest("model"),
                digest("dataset"),
                10,
                500,
                -7_046_029_254_386_353_131L,
                1000,
                Map.of(
                        PredictionsManifest.HELD_OUT, new FileEntry(digest("held-out"), 12_000),
                        PredictionsManifest.TEST, new FileEntry(digest("test"), 24_000)));
    }

    public static List<Manifest> manifests() {
        return List.of(datasetManifest(), checkpointManifest(), modelManifest(), predictionsManifest());
    }

    private static DatasetManifest datasetManifest() {
        return new DatasetManifest(
                "drawn",
                List.of("circle", "square"),
                3,
                32,
                32,
                4000,
                1000,
                List.of(0.5, 0.25, 0.125),
                List.of(0.25, 0.25, 0.5),
                Map.of(
                        DatasetManifest.TRAIN, new FileEntry(digest("train"), 12_296_000),
                        DatasetManifest.TEST, new FileEntry(digest("test"), 3_074_000)));
    }

    private static CheckpointManifest checkpointManifest() {
        return new CheckpointManifest(
                RUN,
                "distilled",
                "resnet8",
                10,
                108,
                216,
                digest("dataset"),
                digest("transfer set"),
                digest("teacher"),
                13_824,
                Map.of(0, 54L, 1, 54L, 10, 9_007_199_254_740_993L),
                YAML,
                1,
                "bf16",
                2,
                new Machine(
                        "amd64 AMD EPYC 9R14", List.of("avx512_bf16", "ONEDNN_MAX_CPU_ISA=AVX2"), "2.7.1", "tcmalloc"),
                digest("older checkpoint"),
                "0.1.0",
                Map.of(CheckpointManifest.STATE, new FileEntry(digest("state"), 627_400)));
    }

    private static ModelManifest modelManifest() {
        return modelManifest(null, null, Map.of());
    }

    /** With what the golden one, from before it was noted, does not have. */
    static ShadowEnded shadowThatDisagreed() {
        Disagreement disagreement = new Disagreement("order-7", 3, "disc", 0.55, "ring", 0.61);
        return new ShadowEnded(
                "champion", digest("model"), AT, false, "it does", 5000, 4875, 12, 1, List.of(disagreement), AT);
    }

    /** As a version that can be served has it since there are golden answers. */
    public static ModelManifest servedManifest() {
        return modelManifest(
                1.25,
                new ModelManifest.GoldenRecord(16, 0.001),
                Map.of(
                        ModelManifest.GOLDEN_IMAGES, new FileEntry(digest("golden images"), 49_152),
                        ModelManifest.GOLDEN_LOGITS, new FileEntry(digest("golden logits"), 128)));
    }

    private static ModelManifest modelManifest(
            @Nullable Double temperature, ModelManifest.@Nullable GoldenRecord golden, Map<String, FileEntry> more) {
        Map<String, FileEntry> files = new HashMap<>(more);
        files.put(ModelManifest.ONNX, new FileEntry(digest("onnx"), 315_211));
        files.put(ModelManifest.WEIGHTS, new FileEntry(digest("weights"), 318_400));
        return new ModelManifest(
                "resnet8",
                List.of("circle", "square"),
                3,
                32,
                32,
                List.of(0.5, 0.25, 0.125),
                List.of(0.25, 0.25, 0.5),
                RUN,
                "distilled",
                108,
                digest("checkpoint"),
                digest("dataset"),
                digest("transfer set"),
                digest("teacher"),
                "0.1.0",
                temperature,
                golden,
                files);
    }

    /** Three samples of four classes, with the greatest and least numbers that the form can hold. */
    public static SoftTargetBatch softTargets() {
        float[] logits = {0, -0f, 1, -1, 65_504, -65_504, 0x1p-24f, 0x1.554p-2f, 3.140625f, -2.71875f, 100, 0.5f};
        short[] half = new short[logits.length];
        for (int i = 0; i < half.length; i++) {
            half[i] = Float.floatToFloat16(logits[i]);
        }
        return new SoftTargetBatch(
                digest("transfer set"),
                digest("teacher"),
                3,
                9_007_199_254_740_993L,
                4,
                new int[] {0, 44_999, Integer.MAX_VALUE - 1},
                new int[] {0, 3, 2},
                half);
    }

    public static Message deadLetter() {
        Message original = new EventCodec("retort").encode(new StopRun(RUN, "enough", "anna", AT));
        return DeadLetter.of(
                "student-trainer",
                original.topic(),
                0,
                42,
                original.headers(),
                "{garbage".getBytes(StandardCharsets.UTF_8),
                new MalformedMessageException(Reason.NOT_PARSEABLE, "StopRun is no JSON"));
    }
}
