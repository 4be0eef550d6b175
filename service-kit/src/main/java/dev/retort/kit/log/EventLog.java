package dev.retort.kit.log;

import dev.retort.contracts.Topics;
import java.util.List;

/** The topics that make up the event log; each has one partition. */
public final class EventLog {
    public static final List<String> TOPICS =
            List.of(Topics.COMMANDS, Topics.PROGRESS, Topics.CHECKPOINTS, Topics.EVALUATIONS, Topics.PROMOTIONS);

    private EventLog() {}
}
