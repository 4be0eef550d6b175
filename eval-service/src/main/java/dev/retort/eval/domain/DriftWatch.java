package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.distill.drift.AnswerDistribution;
import dev.retort.distill.drift.ClassAgreement;
import dev.retort.distill.drift.Drift;
import dev.retort.distill.drift.SlidingAgreement;
import dev.retort.distill.drift.SlidingAnswers;
import dev.retort.eval.domain.DriftNotice.Statistic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what one version says to new images with a reference, and with what its teacher says. Answers of other versions
 * are passed over. A statistic that passes its threshold is told once, and again when it has been back in between for as many
 * answers as the least that are compared: it may flap about its threshold. Not for several threads; memory is bounded by the
 * window.
 */
public final class DriftWatch {
    /** Images whose one answer waits for the other: a teacher labels in batches, and may be some seconds behind. */
    private static final int WAITING = 4096;
    /** Of fewer images the share of one class says little. */
    private static final int LEAST_OF_A_CLASS = 30;

    private final Digest version;
    private final int classes;
    private final DriftBounds bounds;
    private final SlidingAgreement pairs;
    private final Map<Digest, Integer> studentSaid = bounded();
    private final Map<Digest, Integer> teacherSaid = bounded();
    /** Images whose answers are in the window, oldest first. */
    private final Set<Digest> counted = new LinkedHashSet<>();

    /** Beyond their threshold, or not yet back for long. */
    private final Set<Statistic> passed = EnumSet.noneOf(Statistic.class);
    /** Of those, the ones that are back, and after how many compared answers they were found so. */
    private final Map<Statistic, Long> backSince = new EnumMap<>(Statistic.class);

    private long compared;
    private SlidingAnswers answers;
    private @Nullable AnswerDistribution reference;

    private DriftWatch(Digest version, int classes, @Nullable AnswerDistribution reference, DriftBounds bounds) {
        this.version = version;
        this.classes = classes;
        this.reference = reference;
        this.bounds = bounds;
        this.answers = new SlidingAnswers(classes, bounds.window());
        this.pairs = new SlidingAgreement(classes, bounds.window());
    }

    /** For a version that was made for such images as its held-out ones: what it said to these is the reference. */
    public static DriftWatch against(Digest version, AnswerDistribution heldOut, DriftBounds bounds) {
        return new DriftWatch(version, heldOut.classes(), heldOut, bounds);
    }

    /** For a version that was made for what comes in now: a first window of its answers is the reference for the next. */
    public static DriftWatch againstItsFirst(Digest version, int classes, DriftBounds bounds) {
        return new DriftWatch(version, classes, null, bounds);
    }

    public Digest version() {
        return version;
    }

    public int classes() {
        return classes;
    }

    /** Whether there is something to compare with. */
    public boolean hasReference() {
        return reference != null;
    }

    /**
     * An answer with a class that the version does not have is passed over, and so is one to an image that is in the window:
     * whoever asks the gateway may send on what the gateway samples as well, and the tests suppose that answers are
     * independent of each other.
     */
    public void saw(SeenAnswer seen) {
        switch (seen) {
            case SeenAnswer.OfStudent student -> {
                if (student.modelVersion().equals(version)
                        && isClass(student.answer())
                        && counted.add(student.content())) {
                    add(student);
                    join(seen.content(), student.answer(), studentSaid, teacherSaid)
                            .ifPresent(teacher -> pairs.add(teacher, student.answer()));
                }
            }
            case SeenAnswer.OfTeacher teacher -> {
                if (isClass(teacher.answer())) {
                    join(seen.content(), teacher.answer(), teacherSaid, studentSaid)
                            .ifPresent(student -> pairs.add(teacher.answer(), student));
                }
            }
        }
    }

    private void add(SeenAnswer.OfStudent student) {
        answers.add(student.answer(), student.confidence());
        if (counted.size() > bounds.window()) {
            counted.remove(counted.iterator().next());
        }
        compared += reference == null ? 0 : 1;
        if (reference == null && answers.isFull()) {
            reference = answers.distribution().orElseThrow();
            answers = new SlidingAnswers(classes, bounds.window());
            counted.clear();
        }
    }

    private boolean isClass(int answer) {
        return answer >= 0 && answer < classes;
    }

    /** The other's answer where it is there already; otherwise this one waits for it. */
    private static Optional<Integer> join(
            Digest content, int answer, Map<Digest, Integer> own, Map<Digest, Integer> others) {
        Integer other = others.remove(content);
        if (other == null) {
            own.put(content, answer);
        }
        return Optional.ofNullable(other);
    }

    /** Nothing before there are enough answers. */
    public Optional<Drift> drift() {
        AnswerDistribution before = reference;
        return before == null || answers.size() < bounds.least()
                ? Optional.empty()
                : answers.distribution().map(seen -> Drift.between(before, seen));
    }

    /** Nothing before there are enough images that both have answered. */
    public Optional<ClassAgreement> agreement() {
        return pairs.size() < bounds.least() ? Optional.empty() : Optional.of(pairs.agreement());
    }

    /** Answers that are compared just now. */
    public int images() {
        return reference == null ? 0 : answers.size();
    }

    /** What has passed its threshold since the last call. */
    public List<DriftNotice> notices() {
        List<DriftNotice> notices = new ArrayList<>();
        drift().ifPresent(drift -> {
            double index = drift.stabilityIndex();
            double p = drift.confidence().p();
            check(Statistic.STABILITY_INDEX, index, bounds.stabilityIndex(), index > bounds.stabilityIndex(), notices);
            check(Statistic.CONFIDENCE, p, bounds.confidenceP(), p < bounds.confidenceP(), notices);
        });
        agreement().ifPresent(agreement -> {
            checkShare(Statistic.AGREEMENT, agreement.share(), bounds.agreement(), notices);
            checkShare(
                    Statistic.CLASS_AGREEMENT,
                    agreement.leastShare(LEAST_OF_A_CLASS),
                    bounds.classAgreement(),
                    notices);
        });
        return List.copyOf(notices);
    }

    private void checkShare(Statistic statistic, OptionalDouble share, double threshold, List<DriftNotice> notices) {
        share.ifPresent(value -> check(statistic, value, threshold, value < threshold, notices));
    }

    private void check(Statistic statistic, double value, double threshold, boolean beyond, List<DriftNotice> notices) {
        if (beyond) {
            backSince.remove(statistic);
            if (passed.add(statistic)) {
                notices.add(new DriftNotice(statistic, value, threshold));
            }
        } else if (passed.contains(statistic)
                && compared - backSince.computeIfAbsent(statistic, _ -> compared) >= bounds.least()) {
            passed.remove(statistic);
            backSince.remove(statistic);
        }
    }

    /** Whether it is beyond its threshold, or has not been back for long. */
    public boolean isBeyond(Statistic statistic) {
        return passed.contains(statistic);
    }

    /** The log knows of it already: it is not told again while it lasts. */
    public void knows(Statistic statistic) {
        passed.add(statistic);
    }

    private static Map<Digest, Integer> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Digest, Integer> eldest) {
                return size() > WAITING;
            }
        };
    }
}
