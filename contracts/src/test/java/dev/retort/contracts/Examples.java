package dev.retort.contracts;

import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.CanaryBounds;
import dev.retort.contracts.event.CanaryEnded;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.EndCanary;
import dev.retort.contracts.event.EndShadow;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.EventCodec;
import dev.retort.contracts.event.LabellingConditions;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.event.Promote;
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
import dev.retort.contracts.event.TransferSetCompleted;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.experiment.Flip;
import dev.retort.contracts.manifest.Machine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One of each event: what the golden files hold. Every optional component is there. */
public final class Examples {
    static final String RUN = "quickstart-0123456789ab";
    static final Instant AT = Instant.parse("2026-01-31T12:34:56.789Z");
    static final String YAML = "name: quickstart\ndataset: {source: drawn} # größer\n";

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
                new TransferSetOpened(RUN, ExampleBatches.transferSet(), AT),
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
                ExampleEvaluations.evaluation(),
                new CheckpointSkipped(RUN, "distilled", 108, digest("checkpoint"), "newer ones wait", AT),
                ExampleEvaluations.decision(),
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
                new ContinuousSetOpened(RUN, ExampleBatches.continuousSet(), AT),
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

    /** As it is said since conditions are recorded. */
    public static TransferSetOpened openedUnderConditions() {
        Machine machine = new Machine("amd64 AMD EPYC 9R14", List.of("avx512_bf16"), "2.7.1", "tcmalloc");
        return new TransferSetOpened(
                RUN, ExampleBatches.transferSet(), new LabellingConditions("bf16", 2, machine), AT);
    }

    static TransferSetOpened openedWithAlternatingFlips() {
        return new TransferSetOpened(RUN, ExampleBatches.transferSet(Flip.ALTERNATE), AT);
    }

    static ContinuousSetOpened takingSamplesWithAlternatingFlips() {
        return new ContinuousSetOpened(RUN, ExampleBatches.continuousSet(Flip.ALTERNATE), AT);
    }

    public static ConditionsChanged labellingUnderOthers() {
        return ConditionsChanged.ofLabelling(
                RUN, "teacher", 12, digest("transfer set"), List.of("threads 2, before 1"), AT);
    }

    /** With what older records do not say. */
    static RetrainingStarted retrainingByCommand() {
        return new RetrainingStarted(
                RUN,
                1,
                "cycle-0001",
                digest("model"),
                digest("checkpoint"),
                digest("continuous set"),
                0,
                1,
                digest("transfer set"),
                32,
                96,
                7,
                5,
                0.0125,
                "a command, with 51 new samples",
                AT,
                2L);
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
