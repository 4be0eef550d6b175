/** The promotion rule under conditions that are known: how often it errs. Nothing of the service needs it. */
@NullMarked
package dev.retort.eval.simulation;

import org.jspecify.annotations.NullMarked;
