@NullMarked
package dev.retort.distill.drift;

import org.jspecify.annotations.NullMarked;
