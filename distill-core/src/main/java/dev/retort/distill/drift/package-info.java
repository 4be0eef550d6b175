/**
 * Whether a model still sees what it was made for, without a label. {@link dev.retort.distill.drift.SlidingAnswers} holds the
 * last answers, {@link dev.retort.distill.drift.AnswerDistribution} what they come to, {@link
 * dev.retort.distill.drift.Drift} compares that with a reference, and {@link dev.retort.distill.drift.SlidingAgreement} says
 * how far a student still answers as its teacher does.
 */
@NullMarked
package dev.retort.distill.drift;

import org.jspecify.annotations.NullMarked;
