/** A gateway process on a local stack, for benchmarks and trials with other clients. */
@NullMarked
package dev.retort.gateway.stand;

import org.jspecify.annotations.NullMarked;
