/** The leaderboard over HTTP. */
@NullMarked
package dev.retort.eval.http;

import org.jspecify.annotations.NullMarked;
