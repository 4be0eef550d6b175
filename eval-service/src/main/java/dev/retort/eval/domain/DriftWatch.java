package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.distill.drift.AnswerDistribution;
import dev.retort.distill.drift.ClassAgreement;
import dev.retort.distill.drift.Drift;
import dev.retort.distill.drift.SlidingAgreement;
import dev.retort.distill.drift.SlidingAnswers;
import dev.retort.eval.domain.DriftNotice.Statistic;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Compares what one version says to new images with what it said to its held-out ones, and with what its teacher says.
 * Answers of other versions are passed over. A statistic that passes its threshold is told once, and again when it has been
 * back in between. Not for several threads; memory is bounded by the window.
 */
public final class DriftWatch {
    /** Images whose one answer waits for the other: a teacher labels in batches, and may be some seconds behind. */
    private static final int WAITING = 4096;

    private final Digest version;
    private final AnswerDistribution reference;
    private final DriftBounds bounds;
    private final SlidingAnswers answers;
    private final SlidingAgreement pairs;
    private final Map<Digest, Integer> studentSaid = bounded();
    private final Map<Digest, Integer> teacherSaid = bounded();
    private final Set<Statistic> passed = EnumSet.noneOf(Statistic.class);

    /** @param reference what {@code version} said to its held-out images */
    public DriftWatch(Digest version, AnswerDistribution reference, DriftBounds bounds) {
        this.version = version;
        this.reference = reference;
        this.bounds = bounds;
        this.answers = new SlidingAnswers(reference.classes(), bounds.window());
        this.pairs = new SlidingAgreement(reference.classes(), bounds.window());
    }

    public Digest version() {
        return version;
    }

    public int classes() {
        return reference.classes();
    }

    /** An answer with a class that the version does not have is passed over. */
    public void saw(SeenAnswer seen) {
        switch (seen) {
            case SeenAnswer.OfStudent student -> {
                if (student.modelVersion().equals(version) && isClass(student.answer())) {
                    answers.add(student.answer(), student.confidence());
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

    private boolean isClass(int answer) {
        return answer >= 0 && answer < reference.classes();
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
        return answers.size() < bounds.least()
                ? Optional.empty()
                : answers.distribution().map(seen -> Drift.between(reference, seen));
    }

    /** Nothing before there are enough images that both have answered. */
    public Optional<ClassAgreement> agreement() {
        return pairs.size() < bounds.least() ? Optional.empty() : Optional.of(pairs.agreement());
    }

    /** Answers that are compared just now. */
    public int images() {
        return answers.size();
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
        OptionalDouble share = agreement().map(ClassAgreement::share).orElse(OptionalDouble.empty());
        share.ifPresent(
                value -> check(Statistic.AGREEMENT, value, bounds.agreement(), value < bounds.agreement(), notices));
        return List.copyOf(notices);
    }

    private void check(Statistic statistic, double value, double threshold, boolean beyond, List<DriftNotice> notices) {
        if (!beyond) {
            passed.remove(statistic);
        } else if (passed.add(statistic)) {
            notices.add(new DriftNotice(statistic, value, threshold));
        }
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
