package dev.retort.contracts.sample;

/** What {@code retort.samples} carries. */
public sealed interface SampleMessage permits Sample, StoredSample, SampleLabelled {
    /** Who sent it: the Kafka key, and what is quarantined when too much of it cannot be used. */
    String source();
}
