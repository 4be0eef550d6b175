/** Checkpoints and datasets, fetched by digest and checked. */
@NullMarked
package dev.retort.eval.storage;

import org.jspecify.annotations.NullMarked;
