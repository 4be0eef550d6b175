@NullMarked
package dev.retort.cli.stack;

import org.jspecify.annotations.NullMarked;
