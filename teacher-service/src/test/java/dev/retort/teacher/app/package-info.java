/** Use cases without a broker or a store. */
@NullMarked
package dev.retort.teacher.app;

import org.jspecify.annotations.NullMarked;
