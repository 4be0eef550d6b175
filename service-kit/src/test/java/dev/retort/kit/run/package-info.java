@NullMarked
package dev.retort.kit.run;

import org.jspecify.annotations.NullMarked;
