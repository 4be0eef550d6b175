package dev.retort.teacher.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.LabellingConditions;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.kit.checkpoint.Conditions;
import dev.retort.kit.log.EventHandler;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.RunView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Under what each transfer set was labelled last, by the log; where that is not so any more, the log says it. */
@ApplicationScoped
public class SetConditions implements EventHandler {
    private static final Logger LOG = Logger.getLogger(SetConditions.class);

    private final TeacherNetworks networks;
    private final EventPublisher publisher;
    private final Map<Digest, LabellingConditions> latest = new ConcurrentHashMap<>();

    SetConditions(TeacherNetworks networks, EventPublisher publisher) {
        this.networks = networks;
        this.publisher = publisher;
    }

    @Override
    public void on(Event event) {
        if (event instanceof TransferSetOpened opened && opened.conditions() != null) {
            latest.put(opened.transferSet().id(), opened.conditions());
        }
    }

    /**
     * Before the set is opened by the replica that leads.
     *
     * @param written batches that are on the log
     * @return what the rest is labelled under; what was known before where there is none
     */
    @Nullable
    LabellingConditions begin(RunView run, TransferSet set, long written) {
        if (written == set.batches()) {
            return latest.get(set.id());
        }
        LabellingConditions now = networks.conditions(run.experiment());
        if (written > 0) {
            sayWhatChanged(run, set, written, now);
        }
        return now;
    }

    /** Of a replica that helps: what it labels stands beside what others do, however little that is yet. */
    void help(RunView run, TransferSet set, long written) {
        if (written < set.batches()) {
            sayWhatChanged(run, set, written, networks.conditions(run.experiment()));
        }
    }

    private void sayWhatChanged(RunView run, TransferSet set, long written, LabellingConditions now) {
        LabellingConditions before = latest.get(set.id());
        List<String> changes = before == null ? List.of() : Conditions.of(now).changesSince(Conditions.of(before));
        if (!changes.isEmpty()) {
            ConditionsChanged changed = ConditionsChanged.ofLabelling(
                    run.run(), TeacherTraining.ARM, written, set.id(), changes, Instant.now());
            LOG.warn(changed.sentence());
            publisher.publish(changed);
        }
    }
}
