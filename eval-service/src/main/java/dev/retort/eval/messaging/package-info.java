/** Kafka beside the event log: new images on their way in, with what was said to them. */
@NullMarked
package dev.retort.eval.messaging;

import org.jspecify.annotations.NullMarked;
