/** What the log says about runs, as a fold that every service shares. */
@NullMarked
package dev.retort.kit.run;

import org.jspecify.annotations.NullMarked;
