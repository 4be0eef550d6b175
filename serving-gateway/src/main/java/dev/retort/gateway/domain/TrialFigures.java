package dev.retort.gateway.domain;

import dev.retort.contracts.event.CanaryEnded;
import dev.retort.contracts.event.Disagreement;
import dev.retort.contracts.event.ShadowEnded;
import dev.retort.contracts.event.StartCanary;
import dev.retort.contracts.event.StartShadow;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.contracts.event.TrialStart;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has been seen of a trial since this gateway started it. */
public sealed interface TrialFigures {
    /** @param p99Milliseconds of the latest answers; null if there were none */
    record OfCanary(long requests, long failures, @Nullable Double p99Milliseconds) implements TrialFigures {
        static final OfCanary NONE = new OfCanary(0, 0, null);

        TrialEnded ended(StartCanary start, boolean automatic, String reason, Instant at) {
            return new CanaryEnded(
                    start.alias(),
                    start.modelVersion(),
                    start.requestedAt(),
                    automatic,
                    reason,
                    requests,
                    failures,
                    p99Milliseconds,
                    at);
        }
    }

    /** @param disagreements the latest; the other numbers count images */
    record OfShadow(long compared, long agreed, long dropped, long failures, List<Disagreement> disagreements)
            implements TrialFigures {
        static final OfShadow NONE = new OfShadow(0, 0, 0, 0, List.of());

        public OfShadow {
            disagreements = List.copyOf(disagreements);
        }

        TrialEnded ended(StartShadow start, boolean automatic, String reason, Instant at) {
            return new ShadowEnded(
                    start.alias(),
                    start.modelVersion(),
                    start.requestedAt(),
                    automatic,
                    reason,
                    compared,
                    agreed,
                    dropped,
                    failures,
                    disagreements,
                    at);
        }
    }

    /** The end of a trial that never answered. */
    static TrialEnded endedAtOnce(TrialStart start, String reason, Instant at) {
        return switch (start) {
            case StartCanary canary -> OfCanary.NONE.ended(canary, true, reason, at);
            case StartShadow shadow -> OfShadow.NONE.ended(shadow, true, reason, at);
        };
    }
}
