@NullMarked
package dev.retort.distill.data.drawn;

import org.jspecify.annotations.NullMarked;
