/**
 * Invariants 1 and 2 against the real thing: five processes, real protocols, and what goes wrong in practice. A process is
 * killed, the broker or the store is away for a while, the disk is full; the students must come out bit for bit the same.
 */
@NullMarked
package dev.retort.cli.faults;

import org.jspecify.annotations.NullMarked;
