@NullMarked
package dev.retort.distill.weights;

import org.jspecify.annotations.NullMarked;
