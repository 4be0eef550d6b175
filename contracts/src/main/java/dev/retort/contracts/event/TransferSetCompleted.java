package dev.retort.contracts.event;

import dev.retort.contracts.Digest;
import java.time.Instant;

/** Every view of the transfer set is on its log. */
public record TransferSetCompleted(String run, Digest transferSet, long samples, Instant at) implements RunEvent {}
