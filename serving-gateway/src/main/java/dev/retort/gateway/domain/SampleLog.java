package dev.retort.gateway.domain;

import dev.retort.contracts.sample.SampleMessage;

/** The log of new samples. */
public interface SampleLog {
    /**
     * Returns once the log has it.
     *
     * @throws RuntimeException if the log is away for long
     */
    void append(SampleMessage message);
}
