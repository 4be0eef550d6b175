@NullMarked
package dev.retort.distill.data;

import org.jspecify.annotations.NullMarked;
