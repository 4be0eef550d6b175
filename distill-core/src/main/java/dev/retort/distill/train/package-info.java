@NullMarked
package dev.retort.distill.train;

import org.jspecify.annotations.NullMarked;
