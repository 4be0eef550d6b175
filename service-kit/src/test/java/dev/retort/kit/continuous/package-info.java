@NullMarked
package dev.retort.kit.continuous;

import org.jspecify.annotations.NullMarked;
