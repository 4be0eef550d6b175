@NullMarked
package dev.retort.eval.simulation;

import org.jspecify.annotations.NullMarked;
