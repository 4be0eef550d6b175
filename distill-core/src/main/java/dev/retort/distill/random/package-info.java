/**
 * Random numbers that are a function of where they are used, not of what was drawn before: the same on every machine,
 * in every process, in any order of calls. {@link dev.retort.distill.random.Philox} is the function, {@link
 * dev.retort.distill.random.CounterRandom} reads numbers from it at one place, {@link
 * dev.retort.distill.random.Permutation} shuffles with it.
 */
@NullMarked
package dev.retort.distill.random;

import org.jspecify.annotations.NullMarked;
