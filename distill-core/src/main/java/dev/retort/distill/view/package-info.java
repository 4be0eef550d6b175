/**
 * Views: what a network sees of an image. {@link dev.retort.distill.view.ViewOrder} says which image stands at a position
 * of a pass over the training part, {@link dev.retort.distill.view.ViewRenderer} makes its pixels. Both are pure
 * functions of their arguments: a teacher and a student that never talk to each other see the same bytes.
 */
@NullMarked
package dev.retort.distill.view;

import org.jspecify.annotations.NullMarked;
