package dev.retort.teacher.domain;

import dev.retort.contracts.continuous.SourceRecord;
import dev.retort.contracts.experiment.ContinuousSpec.Guards;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts what each source sends, and puts one that sends too much that cannot be used into quarantine. */
final class Sources {
    /** A source that is let in again must not have to wait for a person, and must not cost much if it is as it was. */
    private static final int WINDOWS_IGNORED = 10;
    /** Of so many sources something is remembered: whoever invents names must not fill the memory, nor let anybody out. */
    private static final int GREATEST = 1024;
    /** The others must be left room to be counted. */
    private static final int GREATEST_IGNORED = GREATEST / 2;

    private final Guards guards;
    private final Map<String, SourceRecord> records = new LinkedHashMap<>();

    Sources(Guards guards) {
        this.guards = guards;
    }

    void restore(List<SourceRecord> known) {
        records.clear();
        known.forEach(record -> records.put(record.source(), record));
    }

    /** Those heard of last come last. */
    List<SourceRecord> all() {
        return List.copyOf(records.values());
    }

    /** Whether a message of the source is not to be looked at. */
    boolean ignores(String source) {
        SourceRecord record = of(source);
        if (record.ignore() == 0) {
            return false;
        }
        put(new SourceRecord(source, 0, 0, record.ignore() - 1));
        return true;
    }

    void used(String source) {
        SourceRecord before = of(source);
        put(windowed(new SourceRecord(source, before.messages() + 1, before.refused(), 0)));
    }

    /** What was counted, if the source is in quarantine from now on. */
    Optional<SourceRecord> refused(String source) {
        SourceRecord before = of(source);
        SourceRecord counted = new SourceRecord(source, before.messages() + 1, before.refused() + 1, 0);
        if (counted.refused() > guards.quarantineShare() * guards.quarantineWindow()) {
            put(new SourceRecord(source, 0, 0, WINDOWS_IGNORED * guards.quarantineWindow()));
            return Optional.of(counted);
        }
        put(windowed(counted));
        return Optional.empty();
    }

    private SourceRecord windowed(SourceRecord record) {
        return record.messages() < guards.quarantineWindow() ? record : new SourceRecord(record.source(), 0, 0, 0);
    }

    private SourceRecord of(String source) {
        return records.getOrDefault(source, new SourceRecord(source, 0, 0, 0));
    }

    private void put(SourceRecord record) {
        records.remove(record.source());
        records.put(record.source(), record);
        boolean ignored = record.ignore() > 0;
        if (count(ignored) > (ignored ? GREATEST_IGNORED : GREATEST - GREATEST_IGNORED)) {
            records.remove(heardOfLongestAgo(ignored));
        }
    }

    private long count(boolean ignored) {
        return records.values().stream()
                .filter(record -> (record.ignore() > 0) == ignored)
                .count();
    }

    private String heardOfLongestAgo(boolean ignored) {
        return records.values().stream()
                .filter(record -> (record.ignore() > 0) == ignored)
                .findFirst()
                .orElseThrow()
                .source();
    }
}
