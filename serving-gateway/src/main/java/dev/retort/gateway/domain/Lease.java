package dev.retort.gateway.domain;

/** The right to ask one model until it is closed; the model stays loaded as long. */
public interface Lease extends AutoCloseable {
    ServedModel model();

    @Override
    void close();
}
