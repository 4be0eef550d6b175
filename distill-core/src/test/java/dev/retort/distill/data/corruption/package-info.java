@NullMarked
package dev.retort.distill.data.corruption;

import org.jspecify.annotations.NullMarked;
