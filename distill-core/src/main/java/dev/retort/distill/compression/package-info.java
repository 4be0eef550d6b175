/**
 * Compression passes: functions from a network and its weights to another network and other weights, which answers the
 * same logits, or nearly so, for less work.
 */
@NullMarked
package dev.retort.distill.compression;

import org.jspecify.annotations.NullMarked;
