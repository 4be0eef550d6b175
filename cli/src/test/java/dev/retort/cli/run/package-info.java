@NullMarked
package dev.retort.cli.run;

import org.jspecify.annotations.NullMarked;
