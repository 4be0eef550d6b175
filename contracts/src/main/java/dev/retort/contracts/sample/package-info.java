/** New images and labels on their way in: the messages of {@code retort.samples}. */
@NullMarked
package dev.retort.contracts.sample;

import org.jspecify.annotations.NullMarked;
