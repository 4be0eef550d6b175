@NullMarked
package dev.retort.cli.process;

import org.jspecify.annotations.NullMarked;
