/** What several tests share: networks, weights, and a second implementation of every layer. */
@NullMarked
package dev.retort.distill.testing;

import org.jspecify.annotations.NullMarked;
