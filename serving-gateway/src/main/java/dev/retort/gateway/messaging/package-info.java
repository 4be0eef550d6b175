/** What the gateway says on the log. */
@NullMarked
package dev.retort.gateway.messaging;

import org.jspecify.annotations.NullMarked;
