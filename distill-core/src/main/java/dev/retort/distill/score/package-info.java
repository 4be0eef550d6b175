/**
 * How good a classifier is: {@link dev.retort.distill.score.Scorer} runs any {@link
 * dev.retort.distill.score.Classifier} over some images of a set and answers a {@link dev.retort.distill.score.Score}.
 */
@NullMarked
package dev.retort.distill.score;

import org.jspecify.annotations.NullMarked;
