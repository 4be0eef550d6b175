/**
 * How good a classifier is. {@link dev.retort.distill.score.Scorer} runs any {@link dev.retort.distill.score.Classifier} over
 * images and answers {@link dev.retort.distill.score.Predictions}; {@link dev.retort.distill.score.Metrics}, {@link
 * dev.retort.distill.score.Calibration} and {@link dev.retort.distill.score.ConfusionMatrix} are pure functions of those.
 */
@NullMarked
package dev.retort.distill.score;

import org.jspecify.annotations.NullMarked;
