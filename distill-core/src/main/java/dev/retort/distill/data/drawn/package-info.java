/**
 * Drawn images: a dataset that needs no download. Each image is one large figure of ten kinds among clutter, turned,
 * stretched, partly hidden, blurred, faded and noisy; a pure function of (seed, split, index).
 *
 * <p>{@link dev.retort.distill.data.drawn.Scene} chooses what is in an image and paints it on a {@link
 * dev.retort.distill.data.drawn.Canvas}; figures are {@link dev.retort.distill.data.drawn.Pattern}s, functions from a
 * point to how much of it is covered. Java's floating-point arithmetic and square root are exact to the bit everywhere;
 * trigonometry goes through StrictMath. So every machine draws the same bytes.
 */
@NullMarked
package dev.retort.distill.data.drawn;

import org.jspecify.annotations.NullMarked;
