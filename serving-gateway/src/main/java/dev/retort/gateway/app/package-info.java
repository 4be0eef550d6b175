/** Follows the champion alias on the log: fetch, check, warm, swap. */
@NullMarked
package dev.retort.gateway.app;

import org.jspecify.annotations.NullMarked;
