package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Evidence;
import java.util.Optional;

/** Which of two versions answers faster, here and now. */
@FunctionalInterface
public interface RelativeSpeed {
    /** Empty where one of them cannot be loaded. */
    Optional<Evidence.TimedPairs> time(Digest candidate, Digest champion);
}
