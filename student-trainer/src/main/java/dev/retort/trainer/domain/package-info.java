/** When a run is retrained: a pure fold over the event log. */
@NullMarked
package dev.retort.trainer.domain;

import org.jspecify.annotations.NullMarked;
