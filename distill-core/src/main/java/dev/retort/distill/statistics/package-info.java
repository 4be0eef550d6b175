/**
 * Statistics that decisions rest on, as pure functions: an interval for an accuracy, paired tests of two classifiers on the
 * same images, what a series of such tests may spend. Each names its source and is tested against values that were computed
 * elsewhere.
 */
@NullMarked
package dev.retort.distill.statistics;

import org.jspecify.annotations.NullMarked;
