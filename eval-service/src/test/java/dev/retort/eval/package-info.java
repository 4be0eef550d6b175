@NullMarked
package dev.retort.eval;

import org.jspecify.annotations.NullMarked;
