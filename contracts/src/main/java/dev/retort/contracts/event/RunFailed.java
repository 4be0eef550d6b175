package dev.retort.contracts.event;

import java.time.Instant;

/** A run cannot go on; reason says what was wrong and what to do. */
public record RunFailed(String run, String service, String code, String reason, Instant at) implements RunEvent {}
