package dev.retort.gateway;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.kit.log.EventHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the log says about trials that have ended. */
@ApplicationScoped
class EndedTrials implements EventHandler {
    private final List<TrialEnded> ended = new CopyOnWriteArrayList<>();

    @Override
    public void on(Event event) {
        if (event instanceof TrialEnded trial) {
            ended.add(trial);
        }
    }

    List<TrialEnded> of(Digest version) {
        return ended.stream()
                .filter(trial -> trial.modelVersion().equals(version))
                .toList();
    }
}
