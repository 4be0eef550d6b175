/** One version at work: a bounded queue, and workers with a session each that take what is waiting. */
@NullMarked
package dev.retort.gateway.engine;

import org.jspecify.annotations.NullMarked;
