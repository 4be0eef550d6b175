@NullMarked
package dev.retort.cli.terminal;

import org.jspecify.annotations.NullMarked;
