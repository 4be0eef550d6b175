package dev.retort.cli.demo;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.RetrainingStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the log says about a run while it goes on learning: a fold. */
final class Happenings {
    private final String run;
    private final Instant begun;
    private final List<Happening> all = new ArrayList<>();
    private final Set<Digest> champions = new HashSet<>();
    private boolean driftIsKnown;

    /** @param begun what happened before is left out */
    Happenings(String run, Instant begun) {
        this.run = run;
        this.begun = begun;
    }

    /** What the event comes to, if it is news. */
    Optional<Happening> on(Event event) {
        Optional<Happening> happening = switch (event) {
            case DriftDetected drift when drift.run().equals(run) -> drift(drift);
            case RetrainingStarted started
            when started.run().equals(run) -> at(started.at(), Happening.Kind.RETRAINING, "cycle " + started.cycle());
            case ModelPromoted promoted when promoted.alias().equals(PromotionEvent.CHAMPION) -> promotion(promoted);
            case Event _ -> Optional.empty();
        };
        happening.ifPresent(all::add);
        return happening;
    }

    /** The first one is marked; more of it follow for as long as it lasts. */
    private Optional<Happening> drift(DriftDetected drift) {
        Optional<Happening> first = driftIsKnown ? Optional.empty() : at(drift.at(), Happening.Kind.DRIFT, "drift");
        driftIsKnown |= first.isPresent();
        return first;
    }

    private Optional<Happening> promotion(ModelPromoted promoted) {
        boolean another = champions.add(promoted.modelVersion());
        return another ? at(promoted.at(), Happening.Kind.PROMOTION, "champion " + champions.size()) : Optional.empty();
    }

    private Optional<Happening> at(Instant when, Happening.Kind kind, String label) {
        double seconds = Duration.between(begun, when).toMillis() / 1000.0;
        return seconds < 0 ? Optional.empty() : Optional.of(new Happening(seconds, kind, label));
    }

    List<Happening> all() {
        return List.copyOf(all);
    }
}
