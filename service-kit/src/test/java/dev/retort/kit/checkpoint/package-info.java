@NullMarked
package dev.retort.kit.checkpoint;

import org.jspecify.annotations.NullMarked;
