@NullMarked
package dev.retort.distill.random;

import org.jspecify.annotations.NullMarked;
