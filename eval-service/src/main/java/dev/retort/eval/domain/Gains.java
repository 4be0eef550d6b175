package dev.retort.eval.domain;

import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.Quality;
import dev.retort.contracts.experiment.Comparison.Gain;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In what a candidate is ahead of the champion beside accuracy. Figures that are not known on both sides are no gain. */
final class Gains {
    private static final double SMALLER = 0.95;
    private static final double FASTER = 0.9;
    private static final double BETTER_CALIBRATED = 0.005;

    private Gains() {}

    /** Those of {@code wanted} that the candidate has, in words. */
    static List<String> of(List<Gain> wanted, Contender candidate, Contender champion) {
        return wanted.stream()
                .flatMap(gain -> words(gain, candidate, champion).stream())
                .toList();
    }

    private static Optional<String> words(Gain gain, Contender candidate, Contender champion) {
        return switch (gain) {
            case SMALLER -> smaller(candidate.artefactBytes(), champion.artefactBytes());
            case FASTER -> faster(candidate, champion);
            case BETTER_CALIBRATED -> calibrated(candidate.heldOut(), champion.heldOut());
        };
    }

    private static Optional<String> smaller(long candidate, long champion) {
        return candidate <= SMALLER * champion
                ? Optional.of("smaller: %s against %s".formatted(Words.bytes(candidate), Words.bytes(champion)))
                : Optional.empty();
    }

    private static Optional<String> faster(Contender candidate, Contender champion) {
        Blessing one = candidate.blessing();
        Blessing other = champion.blessing();
        return one != null && other != null && one.p50Milliseconds() <= FASTER * other.p50Milliseconds()
                ? Optional.of("faster: %s against %s (median)"
                        .formatted(
                                Words.milliseconds(one.p50Milliseconds()), Words.milliseconds(other.p50Milliseconds())))
                : Optional.empty();
    }

    private static Optional<String> calibrated(@Nullable Quality one, @Nullable Quality other) {
        return one != null && other != null && one.calibrationError() <= other.calibrationError() - BETTER_CALIBRATED
                ? Optional.of("better calibrated: error %s against %s"
                        .formatted(Words.percent(one.calibrationError()), Words.percent(other.calibrationError())))
                : Optional.empty();
    }
}
