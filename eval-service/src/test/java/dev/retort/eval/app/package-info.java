@NullMarked
package dev.retort.eval.app;

import org.jspecify.annotations.NullMarked;
