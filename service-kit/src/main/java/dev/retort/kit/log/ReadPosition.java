package dev.retort.kit.log;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * How far this service has read the event log: whether to where it ended at start, and whether past all that the service
 * has written itself. What is decided before that is decided on an old state, and would be done twice. Offsets arrive
 * before or after the ends are known, from two threads.
 */
@ApplicationScoped
class ReadPosition {
    private final Map<String, Long> next = new HashMap<>();
    private final Map<String, Long> written = new HashMap<>();
    private Map<String, Long> ends = Map.of();
    private boolean endsKnown;

    /** @param ends by topic, the offset after the last record at start */
    synchronized void endsAt(Map<String, Long> ends) {
        this.ends = Map.copyOf(ends);
        this.endsKnown = true;
    }

    synchronized void seen(String topic, long offset) {
        next.put(topic, offset + 1);
        notifyAll();
    }

    synchronized void wrote(RecordMetadata record) {
        written.merge(record.topic(), record.offset() + 1, Math::max);
    }

    /** Returns when all that was written until now has been read; waits as long as that takes. */
    synchronized void awaitWritten() throws InterruptedException {
        while (!behind(written).isEmpty()) {
            wait();
        }
    }

    synchronized boolean caughtUp() {
        return endsKnown && missing().isEmpty();
    }

    /** By topic, how many of the offsets at start are still to be read; empty before the ends are known. */
    synchronized Map<String, Long> missing() {
        return behind(ends);
    }

    private Map<String, Long> behind(Map<String, Long> targets) {
        return targets.entrySet().stream()
                .filter(target -> next.getOrDefault(target.getKey(), 0L) < target.getValue())
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        target -> target.getValue() - next.getOrDefault(target.getKey(), 0L),
                        Long::sum,
                        TreeMap::new));
    }
}
