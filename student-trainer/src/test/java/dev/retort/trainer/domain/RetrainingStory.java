package dev.retort.trainer.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.experiment.ContinuousSpec.Gate;
import dev.retort.contracts.experiment.ContinuousSpec.Guards;
import dev.retort.contracts.experiment.ContinuousSpec.Replay;
import dev.retort.contracts.experiment.ContinuousSpec.Trigger;
import dev.retort.contracts.experiment.PromotionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The log of a run that goes on learning, told event by event to a ledger, and a clock. */
final class RetrainingStory {
    static final String RUN = "run";
    static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    static final Digest DIGEST = new Digest("1".repeat(64));
    static final Digest CHECKPOINT = new Digest("2".repeat(64));
    static final Digest CHAMPION = new Digest("3".repeat(64));
    static final TransferSet OLD =
            new TransferSet(DIGEST, DIGEST, DIGEST, Augmentation.NONE, 1, 10, 1, 1, 320, 32, 1, 3);
    static final ContinuousSet SET =
            new ContinuousSet(DIGEST, DIGEST, DIGEST, Augmentation.NONE, 1, 1, 2, 2, 3, 10, 1, 0.2);
    private static final ContinuousSet ANOTHER_SET =
            new ContinuousSet(CHECKPOINT, DIGEST, DIGEST, Augmentation.NONE, 1, 1, 2, 2, 3, 10, 1, 0.2);
    static final ContinuousSpec SPEC = spec(new Trigger(24, 0, false));
    static final ContinuousSpec DRIFT = spec(new Trigger(24, 0, true, 1));
    static final ContinuousSpec ALL_TRIGGERS = spec(new Trigger(24, 600, true, 1));

    static ContinuousSpec spec(Trigger trigger) {
        return new ContinuousSpec(
                10, 1, 0.2, 0, 50, 4, 0.01, trigger, new Replay(0.25, 1), new Gate(0.05, 1), new Guards(2, 2, 10, 0.5));
    }

    private final RetrainingLedger ledger = new RetrainingLedger();
    private Instant now = START;
    private ContinuousSet set = SET;
    private long batches;

    /** There is a champion of the run, and it takes samples. */
    RetrainingStory() {
        EvaluationCompleted.Score score = new EvaluationCompleted.Score(10, 0.5, 1);
        ledger.on(new EvaluationCompleted(
                RUN,
                Role.STUDENT,
                "distilled",
                9,
                true,
                CHECKPOINT,
                CHAMPION,
                "net",
                true,
                score,
                score,
                1,
                1,
                1,
                now));
        ledger.on(new ModelPromoted("champion", CHAMPION, null, RUN, "distilled", "first", now));
        ledger.on(new ContinuousSetOpened(RUN, SET, now));
    }

    RetrainingLedger ledger() {
        return ledger;
    }

    void say(Event event) {
        ledger.on(event);
    }

    Instant now() {
        return now;
    }

    void itIs(Instant time) {
        now = time;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** As another version of the code does, whose batches are not the same. */
    void opensAnotherSet() {
        set = ANOTHER_SET;
        ledger.on(new ContinuousSetOpened(RUN, set, now));
        startOver();
    }

    /** The next batch that is admitted is the first one again. */
    void startOver() {
        batches = 0;
    }

    /** Batches of ten of which two are held out. */
    void admit(int count) {
        admit(RUN, count, 2);
    }

    /** @param run that the set is being filled for */
    void admit(String run, int count, int heldOut) {
        for (int i = 0; i < count; i++) {
            ledger.on(new SamplesAdmitted(
                    run, set.id(), batches, 10 * batches, 10 * batches + 10, 10, heldOut, 0, DIGEST, now));
            batches++;
        }
    }

    Optional<RetrainingStarted> due() {
        return due(SPEC);
    }

    Optional<RetrainingStarted> due(ContinuousSpec spec) {
        return ledger.due(RUN, spec, OLD, now);
    }

    RetrainingStarted begun() {
        return begun(SPEC);
    }

    RetrainingStarted begun(ContinuousSpec spec) {
        RetrainingStarted cycle = due(spec).orElseThrow();
        ledger.on(cycle);
        return cycle;
    }

    void refused(RollBack back) {
        ledger.on(new PromotionDecided(
                back.alias(),
                null,
                CHAMPION,
                Verdict.REFUSED,
                List.of("there is none before it"),
                back.requestedBy(),
                back.requestedAt(),
                null,
                null,
                "1",
                now));
    }

    void decided(RetrainingStarted cycle, Verdict verdict) {
        Contender candidate =
                new Contender(DIGEST, RUN, Role.STUDENT, cycle.arm(), 1, true, true, 1, 0.5, 1, null, null, null, null);
        DecisionInputs inputs = new DecisionInputs(2, new PromotionPolicy(0, 0), candidate, null, true, true, null, 1);
        ledger.on(new PromotionDecided(
                "champion", DIGEST, CHAMPION, verdict, List.of(), "policy", now, inputs, null, "1", now));
    }
}
