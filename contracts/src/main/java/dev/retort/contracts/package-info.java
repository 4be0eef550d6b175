@NullMarked
package dev.retort.contracts;

import org.jspecify.annotations.NullMarked;
