@NullMarked
package dev.retort.eval.messaging;

import org.jspecify.annotations.NullMarked;
