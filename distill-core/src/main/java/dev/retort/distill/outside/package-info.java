/** Classifiers from elsewhere: a file, its preprocessing, and nothing but logits. */
@NullMarked
package dev.retort.distill.outside;

import org.jspecify.annotations.NullMarked;
