@NullMarked
package dev.retort.kit;

import org.jspecify.annotations.NullMarked;
