@NullMarked
package dev.retort.cli.up;

import org.jspecify.annotations.NullMarked;
