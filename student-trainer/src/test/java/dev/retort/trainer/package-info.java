@NullMarked
package dev.retort.trainer;

import org.jspecify.annotations.NullMarked;
