@NullMarked
package dev.retort.eval.storage;

import org.jspecify.annotations.NullMarked;
