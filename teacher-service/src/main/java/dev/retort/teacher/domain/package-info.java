/** From new samples to batches: a pure fold over {@code retort.samples}. */
@NullMarked
package dev.retort.teacher.domain;

import org.jspecify.annotations.NullMarked;
