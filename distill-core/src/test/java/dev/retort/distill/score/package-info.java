@NullMarked
package dev.retort.distill.score;

import org.jspecify.annotations.NullMarked;
