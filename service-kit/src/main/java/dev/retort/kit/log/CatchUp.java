package dev.retort.kit.log;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Knows when the log has been read up to where it ended at start. Offsets arrive before or after the ends are known, from
 * two threads.
 */
final class CatchUp {
    private final Map<String, Long> next = new HashMap<>();
    private Map<String, Long> ends = Map.of();
    private boolean endsKnown;

    /** @param ends by topic, the offset after the last record at start */
    synchronized void endsAt(Map<String, Long> ends) {
        this.ends = Map.copyOf(ends);
        this.endsKnown = true;
    }

    synchronized void seen(String topic, long offset) {
        next.put(topic, offset + 1);
    }

    synchronized boolean done() {
        return endsKnown && missing().isEmpty();
    }

    /** By topic, how many offsets are still to be read; empty before the ends are known. */
    synchronized Map<String, Long> missing() {
        return ends.entrySet().stream()
                .filter(end -> next.getOrDefault(end.getKey(), 0L) < end.getValue())
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        end -> end.getValue() - next.getOrDefault(end.getKey(), 0L),
                        Long::sum,
                        TreeMap::new));
    }
}
